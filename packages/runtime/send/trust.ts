/** What TLS connections are made with: whom they trust, and which certificate they show. */
import { createSecureContext, getCACertificates, type SecureContext } from "node:tls";
import type { ClientCertificate } from "#kit";

/**
 * One context serves any number of connections. `authorities` are PEM certificates, trusted beside the system's, which
 * Node.js by itself would have them replace. Throws what OpenSSL says of a certificate or key that it cannot read.
 */
export function contextOf(
  authorities: readonly string[] = [],
  shown?: ClientCertificate,
): SecureContext {
  return createSecureContext({
    ...(authorities.length > 0 && { ca: [...getCACertificates("default"), ...authorities] }),
    ...(shown && { cert: shown.certificate, key: shown.key }),
    ...(shown?.passphrase !== undefined && { passphrase: shown.passphrase }),
  });
}
