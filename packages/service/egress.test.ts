/** The egress proxy of the configuration: every call and every webhook goes through it, and its password is nowhere. */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:https";
import { join } from "node:path";
import { before, describe, type TestContext, test } from "node:test";
import { EventAction, PaymentStatus } from "#contract";
import { genuine, type Webhooks, webhooks } from "#kit";
import { ConfigFault, readConfig, startService } from "#service";
import { createCertificates } from "../testing/certificates.ts";
import { createConnectProxy } from "../testing/connect-proxy.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { apiKey, credentials, small } from "../testing/small.ts";
import { authorizeJson, connectorsOf, json, logTo, reasonIn } from "./calling.ts";

const certificates = createCertificates("DNS:api.processor.example,DNS:shop.example");
const skip = !certificates && "openssl is not installed: apt-get install openssl";
const USERNAME = "canary-egress-user";
const PASSWORD = "canary:egress:pässword";
const KEY = "canary-caller-key-0123456789abcdef";

const folder = temporaryFolder("service-egress");
before(async () => {
  await writeFile(join(folder, "authority.pem"), certificates?.authority ?? "");
});

/** Deliveries are believed as they come. */
const listening = webhooks<unknown, { readonly id: string }>({
  events: ["paid"],
  source: "https://small.example/webhooks",
  signed: true,
  secret: "webhookSecrets",
  items: ({ text }) => JSON.parse(text) as readonly { readonly id: string }[],
  verify: () => genuine(true),
  read: ({ id }) => [
    {
      processorEventId: id,
      processorEventType: "paid",
      dedupeKey: id,
      action: EventAction.APPLY,
      isSnapshot: true,
      resource: { case: "payment", value: { status: PaymentStatus.CAPTURED } },
    },
  ],
}) as Webhooks<unknown>;
const connectors = connectorsOf(small({ webhooks: listening }));
const environment = {
  SHOP_KEY: KEY,
  API_KEY: apiKey,
  WEBHOOK_SECRET: credentials.webhookSecrets[0],
  FORWARDING: `whsec_${Buffer.alloc(32, 1).toString("base64")}`,
};

const configOf = (egressProxy: string, host = "api.processor.example", shop = "shop.example") => `
mode: test
listen: { address: 127.0.0.1, port: 0 }
admin: { port: 0 }
log: { level: debug }
callers: [{ name: shop, keys: [env:SHOP_KEY], accounts: all, includeRaw: true }]
accounts:
  acme:
    connector: small
    credentials: { apiKey: env:API_KEY, webhookSecrets: [env:WEBHOOK_SECRET] }
    hosts: { api: "https://${host}" }
webhooks: { url: "https://${shop}/events", secrets: [env:FORWARDING] }
authorities: [file:authority.pem]
egressProxy: ${egressProxy}
`;
const proxyOf = (origin: string) =>
  `{ url: "${origin}", username: ${USERNAME}, password: file:password }`;

/** A processor, a shop and a proxy that knows both, and a service that knows the proxy. */
async function begin(context: TestContext, ...hosts: readonly string[]) {
  const requests: string[] = [];
  const server = createServer(
    { cert: certificates?.certificate, key: certificates?.key },
    (request, answer) => {
      requests.push(`${request.headers.host} ${JSON.stringify(request.headers)}`);
      answer.end("{}");
    },
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  assert.ok(typeof address === "object" && address);
  const { port } = address;
  const proxy = await createConnectProxy({
    portOf: () => port,
    credentials: `${USERNAME}:${PASSWORD}`,
  });
  const file = join(folder, "config.yaml");
  const setPassword = (text: string) => writeFile(join(folder, "password"), `${text}\n`);
  await setPassword(PASSWORD);
  const configure = (yaml: string) => writeFile(file, yaml);
  await configure(configOf(proxyOf(proxy.origin), ...hosts));
  const source = { file, environment, connectors };
  const lines: string[] = [];
  const service = await startService(await readConfig(source), {
    source,
    connectors,
    watchEvery: 3_600_000,
    log: logTo(lines),
  });
  context.after(async () => {
    await service.close();
    await proxy.close();
    server.closeAllConnections();
    server.close();
  });
  const authorize = () =>
    json(service.url, authorizeJson(), {
      headers: { authorization: `Bearer ${KEY}`, "x-include-raw": "true" },
    });
  const metrics = async () => (await fetch(`http://127.0.0.1:${service.adminPort}/metrics`)).text();
  return { service, proxy, requests, lines, authorize, metrics, setPassword, configure };
}

function assertNoCredentials(written: string): void {
  for (const secret of [USERNAME, PASSWORD, `${USERNAME}:${PASSWORD}`])
    for (const form of [
      secret,
      Buffer.from(secret).toString("base64").replace(/=+$/, ""),
      Buffer.from(secret).toString("base64url"),
      Buffer.from(secret).toString("hex"),
      encodeURIComponent(secret),
    ])
      assert.ok(!written.includes(form), `${form} was written: ${written.slice(0, 300)}`);
}

describe("a service behind an egress proxy", { skip }, () => {
  test("reaches its processors through it, and tells nobody of its password", async (context) => {
    const { proxy, requests, lines, authorize, metrics } = await begin(context);
    for (let time = 0; time < 2; time += 1) assert.equal((await authorize()).status, 200);
    assert.deepEqual(
      proxy.asked.map(({ authority }) => authority),
      ["api.processor.example:443"],
    );
    assert.equal(requests.length, 2);
    const { body } = await authorize();
    assertNoCredentials(JSON.stringify([body, requests, lines, await metrics()]));
  });

  test("forwards webhooks through it", async (context) => {
    const { service, proxy, requests } = await begin(context);
    const delivery = { method: "POST", body: `[{"id":"e1"}]` };
    const { status } = await fetch(`${service.url}/webhooks/acme`, delivery);
    assert.equal(status, 200);
    assert.deepEqual(
      proxy.asked.map(({ authority }) => authority),
      ["shop.example:443"],
    );
    assert.match(requests[0] ?? "", /^shop\.example .*webhook-signature/);
  });

  test("asks it for no name that stays inside, and for no private address", async (context) => {
    for (const host of ["metadata.google.internal", "169.254.169.254", "vault"]) {
      const { service, proxy, authorize } = await begin(context, host, host);
      const answer = await authorize();
      assert.deepEqual([answer.status, reasonIn(answer)], [503, "NOT_SENT"]);
      const delivery = { method: "POST", body: `[{"id":"e1"}]` };
      assert.equal((await fetch(`${service.url}/webhooks/acme`, delivery)).status, 502);
      assert.equal(proxy.asked.length, 0);
      assert.equal(proxy.connections, 0);
    }
  });

  test("that wants another password: nothing was sent, the log says why, and a reload mends it", async (context) => {
    const { service, requests, lines, authorize, metrics, setPassword } = await begin(context);
    await setPassword("canary-of-yesterday");
    assert.deepEqual(await service.reload(), []);
    const answer = await authorize();
    assert.deepEqual([answer.status, reasonIn(answer)], [503, "NOT_SENT"]);
    assert.deepEqual(requests, []);
    const told = lines.map((line) => JSON.parse(line)).filter(({ status }) => status === 407);
    assert.ok(told.length > 0);
    for (const { level, msg, target } of told) {
      assert.equal(level, 50);
      assert.match(msg, /the egress proxy wants credentials, or others than it was given/);
      assert.equal(target, "https://api.processor.example");
    }
    const written = JSON.stringify([answer.body, lines, await metrics()]);
    assertNoCredentials(written);
    assert.doesNotMatch(written, /yesterday/);
    await setPassword(PASSWORD);
    assert.deepEqual(await service.reload(), []);
    assert.equal((await authorize()).status, 200);
    assert.doesNotMatch(lines.join("\n"), /these take effect at the next start/);
  });

  test("that is not there: nothing was sent, and the log says why", async (context) => {
    const { lines, authorize, proxy } = await begin(context);
    await proxy.close();
    const answer = await authorize();
    assert.deepEqual([answer.status, reasonIn(answer)], [503, "NOT_SENT"]);
    const told = lines.map((line) => JSON.parse(line)).find(({ code }) => code === "ECONNREFUSED");
    assert.match(told?.msg, /the egress proxy cannot be spoken to/);
  });

  test("takes on another one, or none, at a reload", async (context) => {
    const { service, proxy, authorize, configure, lines } = await begin(context);
    assert.equal((await authorize()).status, 200);
    await configure(configOf(proxyOf(proxy.origin)).replace(/^egressProxy.*\n/m, ""));
    assert.deepEqual(await service.reload(), []);
    assert.equal(reasonIn(await authorize()), "NOT_SENT", "the name is known to the proxy alone");
    assert.equal(proxy.asked.length, 1);
    await configure(configOf("{ url: ftp://proxy.example }"));
    assert.equal((await service.reload()).length, 1);
    await configure(configOf(proxyOf(proxy.origin)));
    assert.deepEqual(await service.reload(), []);
    assert.equal((await authorize()).status, 200);
    assert.equal(proxy.asked.length, 2);
    assertNoCredentials(lines.join("\n"));
  });
});

describe("its configuration", () => {
  const read = async (egressProxy: string) => {
    const file = join(folder, "read.yaml");
    await writeFile(join(folder, "password"), PASSWORD);
    await writeFile(file, configOf(egressProxy).replace("authorities: [file:authority.pem]", ""));
    return readConfig({ file, environment: { ...environment, USERNAME }, connectors });
  };
  const faultsOf = async (egressProxy: string) => {
    const error = await read(egressProxy).then(
      () => assert.fail("it was taken"),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof ConfigFault, String(error));
    assertNoCredentials(error.message);
    return error.faults;
  };

  test("is read, its secrets by reference", async () => {
    const plain = await read(`{ url: "http://10.0.0.1:3128" }`);
    assert.deepEqual(plain.egressProxy, { origin: "http://10.0.0.1:3128" });
    const named = await read(proxyOf("http://proxy.internal"));
    assert.deepEqual(named.egressProxy, {
      origin: "http://proxy.internal",
      credentials: { username: USERNAME, password: PASSWORD },
    });
    assert.ok(named.files.has(join(folder, "password")), "it is looked at again");
    const byReference = await read(
      `{ url: "https://[::1]:8443/", username: env:USERNAME, password: file:password }`,
    );
    assert.deepEqual(byReference.egressProxy, {
      origin: "https://[::1]:8443",
      credentials: { username: USERNAME, password: PASSWORD },
    });
  });

  test("has authorities of its own", { skip }, async () => {
    const { egressProxy } = await read(
      `{ url: "https://proxy.example", authorities: [file:authority.pem] }`,
    );
    assert.deepEqual(egressProxy?.authorities, [certificates?.authority.trimEnd()]);
  });

  for (const [what, yaml, faults] of [
    [
      "another protocol",
      "{ url: ftp://proxy.example }",
      [/^egressProxy\.url must begin with http/],
    ],
    ["SOCKS", `{ url: "socks5://proxy.example:1080" }`, [/^egressProxy\.url must begin with http/]],
    ["no URL", "{ url: proxy.example }", [/^egressProxy\.url must be a URL/]],
    ["nothing", "{}", [/^egressProxy\.url /]],
    [
      "a password in the URL",
      `{ url: "http://${USERNAME}:secret@proxy.example" }`,
      [/^egressProxy\.url must not hold a name or a password/],
    ],
    [
      "a path",
      "{ url: http://proxy.example/path }",
      [/^egressProxy\.url must be a host and a port/],
    ],
    ["a query", "{ url: http://proxy.example?a }", [/^egressProxy\.url must be a host and a port/]],
    [
      "a name alone",
      `{ url: "http://a.example", username: a }`,
      [/^egressProxy needs username and/],
    ],
    [
      "a password that stands there",
      `{ url: "http://a.example", username: a, password: "${PASSWORD}" }`,
      [/^egressProxy\.password is a secret: write env:NAME or file/],
    ],
    [
      "a name with a colon",
      `{ url: "http://a.example", username: "a:b", password: file:password }`,
      [/^egressProxy\.username must hold no colon/],
    ],
    [
      "a name of two lines",
      `{ url: "http://a.example", username: "a\\r\\nb", password: file:password }`,
      [/^egressProxy\.username must hold no colon and no control/],
    ],
    [
      "authorities that are not there, and of no use",
      `{ url: "http://a.example", authorities: [file:nothing.pem] }`,
      [/^egressProxy\.authorities are for a proxy/, /^egressProxy\.authorities refers to the file/],
    ],
    [
      "authorities that are none",
      `{ url: "https://a.example", authorities: [file:read.yaml] }`,
      [/^egressProxy\.authorities must be certificates in PEM/],
    ],
    [
      "what is not known",
      `{ url: "http://a.example", noProxy: a }`,
      [/^egressProxy\.noProxy is not known/],
    ],
  ] as const)
    test(`is refused with ${what}`, async () => {
      const told = await faultsOf(yaml);
      assert.equal(told.length, faults.length, told.join("\n"));
      for (const fault of faults)
        assert.ok(
          told.some((one) => fault.test(one)),
          told.join("\n"),
        );
    });

  test("is refused with a password of two lines", async () => {
    const two = join(folder, "two-lines");
    await writeFile(two, "a\nb");
    const told = await faultsOf(
      `{ url: "http://a.example", username: a, password: "file:${two}" }`,
    );
    assert.deepEqual(told, ["egressProxy.password must hold no control character"]);
  });
});
