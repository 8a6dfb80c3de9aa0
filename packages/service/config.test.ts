/** The configuration: what it may say, and every fault at once. */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { ConfigFault, readConfig, startService } from "#service";
import { temporaryFolder } from "../testing/folder.ts";
import { small } from "../testing/small.ts";
import { connectorsOf } from "./calling.ts";
import { developmentConfig } from "./config.ts";
import type { Environment } from "./references.ts";

const folder = temporaryFolder("service-config");

const connectors = connectorsOf(small());
const whsec = `whsec_${Buffer.alloc(32, 1).toString("base64")}`;
const environment: Environment = {
  SHOP_KEY: "canary-shop-key-0123456789abcdef0123",
  API_KEY: "canary-api-key-0123456789",
  STATE_KEY: Buffer.alloc(32, 7).toString("base64"),
  WHSEC: whsec,
};

async function read(yaml: string, more: Environment = {}) {
  const file = join(folder, "config.yaml");
  await writeFile(file, yaml);
  return readConfig({ file, environment: { ...environment, ...more }, connectors });
}
async function faultsOf(yaml: string, more: Environment = {}): Promise<readonly string[]> {
  const error = await read(yaml, more).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof ConfigFault, String(error));
  assert.doesNotMatch(error.message, /canary/);
  return error.faults;
}

const whole = `
mode: live
listen:
  address: 0.0.0.0
  port: 8443
  plaintextAcknowledged: true
publicUrl: https://pay.example.com/
admin: { port: 9090 }
stateKeys:
  - { id: "2026-11", key: env:STATE_KEY }
callers:
  - name: shop
    keys: [env:SHOP_KEY, "sha256:${"ab".repeat(32)}"]
    accounts: [acme]
    rate: { perSecond: 50 }
  - name: back-office
    keys: [file:office.key]
    accounts: all
    ownCredentials: true
    includeRaw: true
accounts:
  acme:
    connector: small
    credentials: { apiKey: env:API_KEY, prefix: a1b2, webhookSecrets: [file:hook.txt] }
    hosts: { api: https://gateway.example/small/ }
    webhooks: { url: https://shop.example/other, secrets: [env:WHSEC] }
webhooks: { url: https://shop.example/hooks, secrets: [env:WHSEC] }
limits: { message: 6MiB, running: 10, connectionAge: 10m }
deadline: { usual: 20s, most: 1m }
drain: { notice: 5s, most: 20s }
log: { level: warn }
`;

test("a whole one", async () => {
  await writeFile(join(folder, "office.key"), "canary-office-key-0123456789abcdef\n");
  await writeFile(join(folder, "hook.txt"), "canary-hook\r\n");
  const config = await read(whole);
  assert.equal(config.mode, "live");
  assert.equal(config.listen.port, 8443);
  assert.equal(config.publicUrl, "https://pay.example.com");
  assert.deepEqual(config.admin, { address: "127.0.0.1", port: 9090 });
  assert.equal(config.stateKeys[0]?.key.length, 32);
  const [shop, office] = config.callers;
  assert.equal(shop?.keyHashes.length, 2);
  assert.deepEqual(shop?.rate, { perSecond: 50, burst: 50 });
  assert.equal(shop?.ownCredentials, false);
  assert.deepEqual(shop?.accounts, new Set(["acme"]));
  assert.equal(office?.accounts, "all");
  const acme = config.accounts.get("acme");
  assert.deepEqual(acme?.credentials, {
    apiKey: environment["API_KEY"],
    prefix: "a1b2",
    webhookSecrets: ["canary-hook"],
  });
  assert.deepEqual(acme?.hosts, { api: "https://gateway.example/small" });
  assert.equal(acme?.forwarding?.url, "https://shop.example/other");
  assert.equal(config.forwarding?.keys[0]?.length, 32);
  assert.equal(config.limits.message, 6 << 20);
  assert.equal(config.limits.running, 10);
  assert.equal(config.limits.waiting, 512);
  assert.deepEqual(config.deadline, { usual: 20_000, most: 60_000 });
  assert.deepEqual([...config.files].map((path) => path.split("/").at(-1)).sort(), [
    "config.yaml",
    "hook.txt",
    "office.key",
  ]);
  assert.doesNotMatch(JSON.stringify(config.callers), /canary/, "keys are kept as hashes");
});

test("none at all is development mode on loopback", async () => {
  const config = await readConfig({ environment: {}, connectors });
  assert.equal(config.mode, "development");
  assert.equal(config.listen.address, "127.0.0.1");
  assert.equal(config.listen.port, 8080);
  assert.equal(config.callers.length, 0);
});

test("live mode is not served where Node writes its own debug output", async () => {
  for (const name of ["NODE_DEBUG", "NODE_DEBUG_NATIVE"]) {
    await assert.rejects(read(whole, { ...environment, [name]: "undici" }), new RegExp(`${name} `));
    await read(whole.replace("mode: live", "mode: test"), { ...environment, [name]: "undici" });
  }
});

test("the environment wins over the file", async () => {
  const config = await read("mode: development\nlisten: { port: 1 }", {
    CONNECTOR_SERVICE_PORT: "9000",
    CONNECTOR_SERVICE_ADDRESS: "::1",
    CONNECTOR_SERVICE_ADMIN_PORT: "9001",
    CONNECTOR_SERVICE_LOG_LEVEL: "error",
  });
  assert.deepEqual(
    [config.listen.address, config.listen.port, config.admin?.port, config.log.level],
    ["::1", 9000, 9001, "error"],
  );
});

describe("all faults at once", () => {
  test("of a form", async () => {
    const faults = await faultsOf(`
mode: production
listen: { port: 99999, tsl: {} }
callers: [{ keys: canary-key }]
accounts: { acme: { credentials: { apiKey: 17 } } }
deadline: { usual: 30 }
limits: { message: 5MB }
acounts: {}
`);
    for (const place of [
      /^mode must be/,
      /^listen\.port /,
      /^listen\.tsl is not known here/,
      /^callers\.0\.name /,
      /^callers\.0\.keys /,
      /^accounts\.acme\.connector /,
      /^accounts\.acme\.credentials\.apiKey /,
      /^deadline\.usual must be/,
      /^limits\.message must be a size such as 5MiB/,
      /^acounts is not known here/,
    ])
      assert.ok(
        faults.some((fault) => place.test(fault)),
        `${place} in\n${faults.join("\n")}`,
      );
  });

  test("of a meaning", async () => {
    const faults = await faultsOf(
      `
mode: live
listen: { tls: { certificate: file:none.pem, key: env:NOT_SET, clientCertificates: required } }
stateKeys: [{ id: a, key: env:API_KEY }, { id: a, key: env:STATE_KEY }, { id: b.c, key: env:STATE_KEY }]
callers:
  - { name: shop, keys: [env:SHORT], accounts: [nobody] }
  - { name: shop, keys: [env:SHOP_KEY] }
  - { name: third, keys: [env:SHOP_KEY] }
  - { name: fourth }
  - { name: fifth, certificates: [CN=a] }
accounts:
  acme:
    connector: small
    subAccount: x
    credentials: { apiKey: canary-in-the-file, webhookSecrets: [env:NOT_SET], more: x }
    hosts: { api: http://gateway.example, other: https://a.example }
  other: { connector: nobody }
  third: { connector: small }
webhooks: { url: http://shop.example, secrets: [env:API_KEY, canary-literal] }
`,
      { SHORT: "canary-short" },
    );
    for (const fault of [
      /^listen\.tls\.certificate refers to the file .*none\.pem, which cannot be read \(ENOENT\)$/,
      /^listen\.tls\.key refers to the environment variable NOT_SET, which is not set$/,
      /^listen\.tls\.clientAuthorities is required/,
      /^stateKeys\.0\.key must be 32 bytes/,
      /^stateKeys\.2\.id must not hold a point$/,
      /^callers\.0\.keys must be 32 to 512/,
      /^callers\.0\.accounts names nobody, which is no account$/,
      /^callers\.1\.name is there twice: shop$/,
      /^callers share a key$/,
      /^callers\.3 needs keys or certificates/,
      /^accounts\.acme\.subAccount is not a thing that Small has$/,
      /^accounts\.acme\.credentials\.apiKey is a secret: write env:NAME or file:\/path/,
      /^accounts\.acme\.credentials\.webhookSecrets refers to the environment variable NOT_SET/,
      /^accounts\.acme\.credentials\.more is not known; it takes apiKey/,
      /^accounts\.acme\.hosts\.api must begin with https:\/\/ outside development mode$/,
      /^accounts\.acme\.hosts\.other is no host of Small; there are api$/,
      /^accounts\.other\.connector is not the name of a connector; there are small$/,
      /^accounts\.third\.credentials\.apiKey is required/,
      /^webhooks\.url must begin with https/,
      /^webhooks\.secrets must be whsec_/,
      /^webhooks\.secrets is a secret/,
      /^listen\.tls is missing in live mode/,
    ])
      assert.ok(
        faults.some((one) => fault.test(one)),
        `${fault} in\n${faults.join("\n")}`,
      );
  });

  for (const [what, yaml, fault] of [
    ["no YAML", "a: [", /config\.yaml/],
    ["a name twice", "mode: test\nmode: live", /unique/],
    [
      "an alias bomb",
      `a: &a [1,1,1,1]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c]\ne: [*d,*d,*d,*d]`,
      /repeats itself/,
    ],
    ["a list", "- a", /must hold names/],
    [
      "development beyond loopback",
      "mode: development\nlisten: { address: 0.0.0.0 }",
      /^listen\.address must be loopback/,
    ],
    [
      "an admin port beyond loopback in development",
      "mode: development\nadmin: { address: 0.0.0.0, port: 1 }",
      /^admin\.address must be loopback/,
    ],
    ["nobody who may call", "mode: test", /^callers needs at least one/],
    ["live without state keys", "mode: live", /^stateKeys needs at least one in live mode/],
    ["live in plaintext", "mode: live", /^listen\.tls is missing in live mode/],
    [
      "http to elsewhere in development",
      "mode: development\nwebhooks: { url: http://shop.example, secrets: [env:WHSEC] }",
      /loopback/,
    ],
    [
      "a URL with a password",
      "mode: development\nwebhooks: { url: https://a:canary@shop.example, secrets: [env:WHSEC] }",
      /name or a password/,
    ],
    [
      "another kind of URL",
      "mode: development\nwebhooks: { url: ftp://shop.example, secrets: [env:WHSEC] }",
      /https/,
    ],
  ] as const)
    test(what, async () => {
      const faults = await faultsOf(yaml);
      assert.ok(
        faults.some((one) => fault.test(one)),
        faults.join("\n"),
      );
    });

  test("a file that is not there", async () => {
    const file = join(folder, "nothing.yaml");
    await assert.rejects(
      readConfig({ file, environment: {}, connectors }),
      /cannot be read \(ENOENT\)/,
    );
    const elsewhere = { CONNECTOR_SERVICE_CONFIG: file };
    await assert.rejects(readConfig({ environment: elsewhere, connectors }), /ENOENT/);
  });

  test("of the environment", async () => {
    const faults = await faultsOf("mode: development", {
      CONNECTOR_SERVICE_PORT: "eighty",
      CONNECTOR_SERVICE_LOG_LEVEL: "loud",
      CONNECTOR_SERVICE_ADDRESS: "192.168.1.1",
    });
    assert.equal(faults.length, 3, faults.join("\n"));
  });
});

test("development takes secrets as they are, and plaintext on loopback", async () => {
  const config = await read(`
mode: development
accounts:
  acme:
    connector: small
    credentials: { apiKey: in-the-file }
    hosts: { api: "http://127.0.0.1:8181/small" }
webhooks: { url: "http://localhost:9000/", secrets: ["${whsec}"] }
`);
  assert.equal(config.accounts.get("acme")?.credentials["apiKey"], "in-the-file");
});

test("an account may have a certificate, and be bound to a sub-account", async () => {
  await writeFile(join(folder, "account.pem"), "a certificate");
  const yaml = (key: string) => `
mode: development
accounts:
  acme:
    connector: small
    credentials: { apiKey: env:API_KEY }
    subAccount: shop-1
    certificate: { certificate: file:account.pem, key: "${key}", passphrase: env:SHOP_KEY }
`;
  const file = join(folder, "account.yaml");
  const read = async (key: string) => {
    await writeFile(file, yaml(key));
    const connector = small({ subAccount: "prefix" });
    return readConfig({ file, environment, connectors: connectorsOf(connector) });
  };
  const account = (await read("env:API_KEY")).accounts.get("acme");
  assert.equal(account?.subAccount, "shop-1");
  assert.deepEqual(account.certificate, {
    certificate: "a certificate",
    key: environment["API_KEY"],
    passphrase: environment["SHOP_KEY"],
  });
  await assert.rejects(read("in-the-file"), /certificate\.key is a secret/);
});

test("what is not safe does not start, wherever it comes from", async () => {
  const config = developmentConfig();
  await assert.rejects(
    startService({ ...config, listen: { ...config.listen, address: "0.0.0.0" } }),
    ConfigFault,
  );
  await assert.rejects(startService({ ...config, mode: "live" }), ConfigFault);
});
