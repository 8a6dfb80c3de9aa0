/** TLS: both HTTP versions, versions that are refused, client certificates, a certificate that is replaced. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import http2 from "node:http2";
import { request } from "node:https";
import { join } from "node:path";
import { describe, test } from "node:test";
import { connect } from "node:tls";
import { temporaryFolder } from "../testing/folder.ts";
import type { KnownCaller } from "./callers.ts";
import { authorizeJson, authorizePath, grpc, json, start } from "./calling.ts";
import { developmentConfig, type Tls } from "./config.ts";

const folder = temporaryFolder("service-tls");
const openssl = (...given: readonly string[]) =>
  execFileSync("openssl", given, { cwd: folder, stdio: "pipe" }).toString();

function works(): boolean {
  try {
    openssl("version");
    return true;
  } catch {
    return false;
  }
}
const skip = works() ? false : "openssl is not on this machine: no certificates can be made";

interface Identity {
  readonly certificate: string;
  readonly key: string;
}
const read = (name: string): Identity => ({
  certificate: readFileSync(join(folder, `${name}.pem`), "utf8"),
  key: readFileSync(join(folder, `${name}.key`), "utf8"),
});
function authority(name: string): Identity {
  const subject = ["-subj", `/CN=${name}`, "-days", "2"];
  openssl(
    "req",
    "-x509",
    "-newkey",
    "rsa:2048",
    "-nodes",
    ...subject,
    "-keyout",
    `${name}.key`,
    "-out",
    `${name}.pem`,
  );
  return read(name);
}
function signed(name: string, subject: string, by: string): Identity {
  openssl(
    "req",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-utf8",
    "-multivalue-rdn",
    "-subj",
    subject,
    "-keyout",
    `${name}.key`,
    "-out",
    `${name}.csr`,
  );
  writeFileSync(join(folder, "san.cnf"), "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
  openssl(
    "x509",
    "-req",
    "-in",
    `${name}.csr`,
    "-CA",
    `${by}.pem`,
    "-CAkey",
    `${by}.key`,
    "-CAcreateserial",
    "-days",
    "2",
    "-extfile",
    "san.cnf",
    "-out",
    `${name}.pem`,
  );
  return read(name);
}

describe("TLS", { skip }, () => {
  const ca = skip ? undefined : authority("ca");
  if (!skip) authority("stranger");
  const own = skip ? undefined : signed("server", "/CN=localhost", "ca");
  const next = skip ? undefined : signed("next", "/CN=localhost/O=Next", "ca");
  const shop = skip ? undefined : signed("shop", "/O=Äcme, Inc+OU=Pay/CN=shop", "ca");
  const nobody = skip ? undefined : signed("nobody", "/CN=nobody", "ca");
  const forged = skip ? undefined : signed("forged", "/O=Äcme, Inc+OU=Pay/CN=shop", "stranger");
  const must = (identity: Identity | undefined) => identity ?? assert.fail();

  const tlsOf = (changes: Partial<Tls> = {}): Tls => ({
    ...must(own),
    clientCertificates: "optional",
    ...changes,
  });
  const base = developmentConfig();
  const listen = (tls: Tls) => ({ ...base.listen, port: 0, tls });

  const http2To = (url: string, client?: Identity) =>
    http2.connect(url, {
      ca: must(ca).certificate,
      ...(client && { cert: client.certificate, key: client.key }),
    });
  const post = (url: string, client?: Identity) =>
    new Promise<number>((resolve, reject) => {
      const outgoing = request(
        url + authorizePath,
        {
          method: "POST",
          ca: must(ca).certificate,
          headers: { "content-type": "application/json", "x-connector-account": "acme" },
          ...(client && { cert: client.certificate, key: client.key }),
          agent: false,
        },
        (response) => {
          response.resume().on("end", () => resolve(response.statusCode ?? 0));
        },
      );
      outgoing.on("error", reject);
      outgoing.end(JSON.stringify(authorizeJson()));
    });

  test("HTTP/2 and HTTP/1.1 on one port", async (context) => {
    const service = await start(context, { listen: listen(tlsOf()) });
    assert.match(service.url, /^https:/);
    const session = http2To(service.url);
    assert.equal((await grpc(service.url, { session })).status, "0");
    session.close();
    assert.equal(await post(service.url), 200);
  });

  test("nothing before TLS 1.2, and no plaintext", async (context) => {
    const service = await start(context, { listen: listen(tlsOf()) });
    const error = await new Promise<Error>((resolve) => {
      const socket = connect({
        port: service.port,
        host: "127.0.0.1",
        ca: must(ca).certificate,
        minVersion: "TLSv1",
        maxVersion: "TLSv1.1",
        ciphers: "DEFAULT@SECLEVEL=0",
      });
      socket.on("error", resolve);
      socket.on("secureConnect", () => resolve(new Error("connected")));
    });
    assert.doesNotMatch(error.message, /^connected$/);
    await assert.rejects(json(service.url.replace("https", "http")));
    assert.equal(await post(service.url), 200);
  });

  const byCertificate: KnownCaller = {
    name: "shop",
    keyHashes: [],
    // As docs/guides/operate.md tells operators to print it.
    certificates: [
      skip
        ? ""
        : openssl("x509", "-in", "shop.pem", "-noout", "-subject", "-nameopt", "RFC2253,-esc_msb")
            .replace("subject=", "")
            .trim(),
    ],
    accounts: "all",
    ownCredentials: false,
    includeRaw: false,
    rate: undefined,
  };

  test("a caller is known by its certificate's subject", async (context) => {
    const authorities = must(ca).certificate;
    const service = await start(context, {
      callers: [byCertificate],
      listen: listen(tlsOf({ clientAuthorities: authorities })),
    });
    assert.equal(await post(service.url, must(shop)), 200);
    assert.equal(JSON.parse(service.lines.at(-1) ?? "").caller, "shop");
    const session = http2To(service.url, must(shop));
    assert.equal((await grpc(service.url, { session })).status, "0");
    session.close();
    assert.equal(await post(service.url, must(nobody)), 401);
    assert.equal(await post(service.url, must(forged)), 401, "signed by another authority");
    assert.equal(await post(service.url), 401);
  });

  test("certificates can be required", async (context) => {
    const service = await start(context, {
      callers: [byCertificate],
      listen: listen(
        tlsOf({ clientAuthorities: must(ca).certificate, clientCertificates: "required" }),
      ),
    });
    assert.equal(await post(service.url, must(shop)), 200);
    await assert.rejects(post(service.url));
    await assert.rejects(post(service.url, must(forged)));
    assert.equal(await post(service.url, must(shop)), 200);
  });

  test("callers with certificates need authorities that verify them", async () => {
    await assert.rejects(
      start(undefined, { mode: "test", callers: [byCertificate], listen: listen(tlsOf()) }),
      /clientAuthorities is needed/,
    );
  });

  test("a certificate is replaced without a restart", async (context) => {
    const { readConfig, startService } = await import("#service");
    const { connectorsOf, logTo } = await import("./calling.ts");
    const { small } = await import("../testing/small.ts");
    writeFileSync(join(folder, "in-use.pem"), must(own).certificate);
    writeFileSync(join(folder, "in-use.key"), must(own).key);
    writeFileSync(
      join(folder, "config.yaml"),
      "mode: development\nlisten: { port: 0, tls: { certificate: file:in-use.pem, key: file:in-use.key } }\n",
    );
    const connectors = connectorsOf(small());
    const source = { file: join(folder, "config.yaml"), environment: {}, connectors };
    const service = await startService(await readConfig(source), {
      source,
      connectors,
      log: logTo([]),
    });
    context.after(() => service.close());
    const subject = () =>
      new Promise<string>((resolve, reject) => {
        const socket = connect({ port: service.port, host: "127.0.0.1", ca: must(ca).certificate });
        socket.on("error", reject);
        socket.on("secureConnect", () => {
          resolve(socket.getPeerX509Certificate()?.subject ?? "");
          socket.destroy();
        });
      });
    const before = http2To(service.url);
    assert.equal(await subject(), "CN=localhost");
    writeFileSync(join(folder, "in-use.pem"), must(next).certificate);
    assert.match((await service.reload()).join(), /do not belong together/);
    assert.equal(await subject(), "CN=localhost");
    writeFileSync(join(folder, "in-use.key"), must(next).key);
    assert.deepEqual(await service.reload(), []);
    assert.match(await subject(), /O=Next/);
    const path = "/payments.v1.ConnectorService/ListConnectors";
    const answer = await grpc(service.url, { session: before, path, body: Buffer.alloc(5) });
    assert.equal(answer.status, "0", "a connection that was open goes on");
    before.close();
  });
});
