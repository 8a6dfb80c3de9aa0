/** Authorities and certificates for an afternoon, made by openssl. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Identity {
  readonly certificate: string;
  readonly key: string;
}
export interface Certificates {
  readonly authority: string;
  readonly server: Identity;
  readonly otherName: Identity;
  readonly unknownAuthority: Identity;
  readonly client: Identity;
}

export function makeCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), "conformance-"));
  const openssl = (...given: readonly string[]) => {
    const { status, stderr, error } = spawnSync("openssl", given, {
      cwd: folder,
      encoding: "utf8",
    });
    if (error)
      throw new Error(`certificates are made by openssl, and it cannot be run: ${error.message}`);
    if (status !== 0) throw new Error(`openssl ${given[0]}: ${stderr}`);
  };
  const newKey = ["-newkey", "rsa:2048", "-nodes"];
  const files = (name: string) => ["-keyout", `${name}.key`, "-out", `${name}.pem`];
  const read = (name: string): Identity => ({
    certificate: readFileSync(join(folder, `${name}.pem`), "utf8"),
    key: readFileSync(join(folder, `${name}.key`), "utf8"),
  });
  const authority = (name: string) =>
    openssl("req", "-x509", ...newKey, "-subj", `/CN=${name}`, "-days", "2", ...files(name));
  const signed = (name: string, by: string, extensions: string): Identity => {
    const subject = ["-subj", `/CN=${name}`];
    openssl("req", ...newKey, ...subject, "-keyout", `${name}.key`, "-out", `${name}.csr`);
    writeFileSync(join(folder, "extensions"), `basicConstraints=CA:FALSE\n${extensions}\n`);
    const authorityFiles = ["-CA", `${by}.pem`, "-CAkey", `${by}.key`, "-CAcreateserial"];
    const times = ["-days", "2", "-extfile", "extensions"];
    openssl(
      "x509",
      "-req",
      "-in",
      `${name}.csr`,
      ...authorityFiles,
      ...times,
      "-out",
      `${name}.pem`,
    );
    return read(name);
  };
  const here = "subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth";
  try {
    authority("conformance");
    authority("stranger");
    return {
      authority: read("conformance").certificate,
      server: signed("server", "conformance", here),
      otherName: signed(
        "other",
        "conformance",
        "subjectAltName=DNS:elsewhere.example\nextendedKeyUsage=serverAuth",
      ),
      unknownAuthority: signed("unknown", "stranger", here),
      client: signed("client", "conformance", "extendedKeyUsage=clientAuth"),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
