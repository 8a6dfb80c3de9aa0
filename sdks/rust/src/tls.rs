//! TLS: the system's or given authorities, and a certificate of the caller's.

use std::sync::Arc;

use rustls_native_certs::load_native_certs;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// What a client shows of itself: PEM, and its key never prints.
#[derive(Clone)]
pub(crate) struct Identity {
    pub(crate) certificate: Vec<u8>,
    pub(crate) key: Vec<u8>,
}

/// Fails with what is wrong in one sentence.
pub(crate) fn configured(
    authorities: Option<&[u8]>,
    identity: Option<&Identity>,
) -> Result<Arc<ClientConfig>, String> {
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(match authorities {
            Some(pem) => given(pem)?,
            None => system()?,
        });
    let mut config = match identity {
        None => builder.with_no_client_auth(),
        Some(Identity { certificate, key }) => {
            let key = PrivateKeyDer::from_pem_slice(key)
                .map_err(|_| "the key is not PEM of a private key".to_owned())?;
            builder
                .with_client_auth_cert(certificates(certificate, "the certificate")?, key)
                .map_err(|error| format!("the certificate and the key: {error}"))?
        }
    };
    config.alpn_protocols = vec![b"h2".to_vec()];
    Ok(Arc::new(config))
}

fn certificates(pem: &[u8], what: &str) -> Result<Vec<CertificateDer<'static>>, String> {
    let strange = || format!("{what} is not PEM of a certificate");
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    let found = found.map_err(|_| strange())?;
    if found.is_empty() { Err(strange()) } else { Ok(found) }
}

fn given(pem: &[u8]) -> Result<RootCertStore, String> {
    let mut roots = RootCertStore::empty();
    for authority in certificates(pem, "what was given as authorities")? {
        roots.add(authority).map_err(|error| format!("an authority: {error}"))?;
    }
    Ok(roots)
}

fn system() -> Result<RootCertStore, String> {
    let mut roots = RootCertStore::empty();
    let (added, _) = roots.add_parsable_certificates(load_native_certs().certs);
    if added == 0 {
        return Err("this system has no authorities: give them with `authorities`".to_owned());
    }
    Ok(roots)
}
