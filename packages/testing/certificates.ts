/** A certificate authority of the tests' own, and a certificate of it: made anew by openssl, and forgotten. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Certificates {
  /** PEM, as `key` and `certificate` are. */
  readonly authority: string;
  readonly authorityKey: string;
  readonly key: string;
  readonly certificate: string;
}

/** For an address, or a name as in `DNS:api.processor.example`. Undefined where openssl is not installed. */
export function createCertificates(whose = "IP:127.0.0.1"): Certificates | undefined {
  const folder = mkdtempSync(join(tmpdir(), "certificates-"));
  const file = (name: string) => join(folder, name);
  const openssl = (...given: readonly string[]) =>
    execFileSync("openssl", given, { stdio: "pipe" });
  const made = (name: string, ...more: readonly string[]) =>
    openssl(
      ..."req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1".split(" "),
      ...["-subj", `/CN=${name}`, "-keyout", file(`${name}.key`), "-out", file(`${name}.pem`)],
      ...more,
    );
  try {
    openssl("version");
  } catch {
    rmSync(folder, { recursive: true });
    return undefined;
  }
  try {
    made("authority");
    made(
      "server",
      ...["-CA", file("authority.pem"), "-CAkey", file("authority.key")],
      ...["-addext", `subjectAltName=${whose}`, "-addext", "basicConstraints=CA:FALSE"],
    );
    const text = (name: string) => readFileSync(file(name), "utf8");
    return {
      authority: text("authority.pem"),
      authorityKey: text("authority.key"),
      key: text("server.key"),
      certificate: text("server.pem"),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
