/** Where nothing is ever connected to: hostile addresses in every form, names that resolve to them, and redirects. */
import assert from "node:assert/strict";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import dns, { type LookupAddress } from "node:dns";
import { syncBuiltinESMExports } from "node:module";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { FailureCode } from "#contract";
import type { HttpRequest } from "#kit";
import { guardedLookup, wayTo } from "./egress.ts";
import { createHttp, type HttpSend } from "./http.ts";
import { SendFailure } from "./send.ts";

const PLACES = [
  // Loopback, in every form that a URL may write it.
  ..."127.0.0.1 127.0.0.2 127.255.255.254 127.1 127.0.1 0x7f000001 0x7f.0.0.1 0x7f.1 2130706433 017700000001 0177.0.0.1".split(
    " ",
  ),
  ..."0177.0.0.0x1 127.0.0.1. localhost localhost. LOCALHOST 0 0.0.0.0 [::1] [::] [0:0:0:0:0:0:0:1]".split(
    " ",
  ),
  ..."user@127.0.0.1 api.stripe.com@127.0.0.1 user:password@127.0.0.1 %31%32%37.0.0.1 １２７.0.0.1 ⑫7.0.0.1 127。0。0。1".split(
    " ",
  ),
  // The same wrapped: mapped, compatible, translated, NAT64, 6to4, Teredo.
  ..."[::ffff:127.0.0.1] [::ffff:7f00:1] [::ffff:0:127.0.0.1] [::127.0.0.1] [64:ff9b::7f00:1] [64:ff9b::169.254.169.254]".split(
    " ",
  ),
  ..."[64:ff9b:1::1] [2002:7f00:1::] [2002:a9fe:a9fe::1] [2002:c0a8:101::1] [2001:0:7f00:1::] [2001:db8::1]".split(
    " ",
  ),
  // Metadata of clouds and containers.
  ..."169.254.169.254 169.254.169.254. 0xa9fea9fe 2852039166 0251.0376.0251.0376 169.254.43518 [::ffff:169.254.169.254]".split(
    " ",
  ),
  ..."169.254.170.2 [fd00:ec2::254] [fe80::a9fe:a9fe] 100.100.100.200 192.0.0.192".split(" "),
  // Private, shared, link-local, unique local, multicast, reserved.
  ..."10.0.0.1 10.255.255.255 0xa000001 167772161 172.16.0.1 172.31.255.255 192.168.0.1 192.168.257 3232235777".split(
    " ",
  ),
  ..."100.64.0.1 100.127.255.255 169.254.0.1 198.18.0.1 192.0.2.1 198.51.100.1 203.0.113.1 192.88.99.1".split(
    " ",
  ),
  ..."224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255".split(" "),
  ..."[fc00::1] [fdff::1] [fe80::1] [febf::1] [fec0::1] [ff02::1] [ff0e::1] [100::1] [3fff::1] [5f00::1]".split(
    " ",
  ),
];

/** Where something is connected to loopback after all, it is heard. */
const listener = createServer((socket) => {
  heard += 1;
  socket.destroy();
});
let heard = 0;
let attempts: string[] = [];
/** Each address that a socket begins to connect to, whoever asks for it. */
const onSocket = (message: unknown) => {
  const { socket } = message as { readonly socket: Socket };
  socket.on("connectionAttempt", (address: string, port: number) => {
    attempts.push(`${address}:${port}`);
  });
};
let port = 0;
before(async () => {
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  port = (listener.address() as AddressInfo).port;
  subscribe("net.client.socket", onSocket);
});
after(() => {
  unsubscribe("net.client.socket", onSocket);
  listener.close();
});
let http: HttpSend;
beforeEach(() => {
  attempts = [];
  heard = 0;
  http = createHttp({ connectTimeout: 1_000 });
});
afterEach(async () => {
  await http.close();
});

const get = (url: string): HttpRequest => ({ method: "GET", url, headers: {} });
const peer = () => ({ connector: "small", step: "pay", deadline: performance.now() + 2_000 });
async function refused(url: string, by = http): Promise<void> {
  const error: unknown = await by.send(get(url), peer()).then(
    ({ status }) => assert.fail(`${url} answered ${status}`),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof SendFailure, `${url}: ${String(error)}`);
  assert.equal(error.written, false, url);
  assert.equal(error.code, FailureCode.PROCESSOR_UNREACHABLE, url);
}
function nothingConnected(): void {
  assert.deepEqual(attempts, [], "no connection is begun");
  assert.equal(heard, 0, "nobody is heard");
}

/** Names resolve as told for as long as `run` takes: `at` is the number of the resolution. */
async function resolving(
  answer: (name: string, at: number) => readonly LookupAddress[],
  run: () => Promise<void>,
): Promise<number> {
  const genuine = dns.lookup;
  let asked = 0;
  const scripted = (name: string, options: unknown, found: unknown) => {
    const done = (typeof options === "function" ? options : found) as (
      error: Error | null,
      addresses: readonly LookupAddress[],
    ) => void;
    asked += 1;
    const addresses = answer(name, asked);
    setImmediate(() => done(null, addresses));
  };
  Object.assign(dns, { lookup: scripted });
  syncBuiltinESMExports();
  try {
    await run();
  } finally {
    Object.assign(dns, { lookup: genuine });
    syncBuiltinESMExports();
  }
  return asked;
}
const v4 = (address: string): LookupAddress => ({ address, family: 4 });
const v6 = (address: string): LookupAddress => ({ address, family: 6 });

test("the watch sees a connection that is made", async () => {
  const origin = `http://127.0.0.1:${port}`;
  const open = createHttp({ loopback: new Set([origin]) });
  await open.send(get(origin), peer()).catch(() => undefined);
  await open.close();
  assert.equal(heard, 1);
  assert.deepEqual(attempts, [`127.0.0.1:${port}`]);
});

test(`${PLACES.length} hostile places: no connection`, async () => {
  assert.ok(PLACES.length > 60);
  for (const place of PLACES)
    for (const scheme of ["https", "http"]) await refused(`${scheme}://${place}:${port}/`);
  nothingConnected();
});

describe("behind an egress proxy, which resolves by itself", () => {
  const inside =
    "localhost. api.localhost metadata instance-data db metadata.google.internal METADATA.google.INTERNAL. vault.internal".split(
      " ",
    );
  inside.push(
    ..."kubernetes.default.svc.cluster.local printer.local router.home.arpa home.arpa internal".split(
      " ",
    ),
  );
  test(`${PLACES.length} hostile places and ${inside.length} names that stay inside: no connection, not even to it`, async () => {
    const proxied = createHttp({ proxy: { origin: `http://127.0.0.1:${port}` } });
    for (const place of [...PLACES, ...inside])
      for (const scheme of ["https", "http"])
        await refused(`${scheme}://${place}:${port}/`, proxied);
    await refused("http://api.processor.example/", proxied);
    nothingConnected();
    // The watch sees what is let through.
    await refused("https://api.processor.example/", proxied);
    await proxied.close();
    assert.equal(heard, 1);
    assert.deepEqual(attempts, [`127.0.0.1:${port}`]);
  });
});

test("a proxy's port is the usual one of its protocol where it names none", async () => {
  for (const [origin, usual] of [
    ["http://127.0.0.1", 80],
    ["https://127.0.0.1", 443],
    ["https://127.0.0.1:80", 80],
    ["http://[::1]", 80],
  ] as const) {
    attempts = [];
    const proxied = createHttp({ proxy: { origin }, connectTimeout: 1_000 });
    await refused("https://api.processor.example/", proxied);
    await proxied.close();
    assert.deepEqual(attempts, [`${origin.includes("[") ? "::1" : "127.0.0.1"}:${usual}`]);
  }
});

describe("a name", () => {
  for (const [what, addresses] of [
    ["loopback", [v4("127.0.0.1")]],
    ["loopback over IPv6", [v6("::1")]],
    ["metadata", [v4("169.254.169.254")]],
    ["a private address", [v4("10.1.2.3")]],
    ["a mapped address", [v6("::ffff:127.0.0.1")]],
    ["NAT64", [v6("64:ff9b::7f00:1")]],
    ["a public address and a private one", [v4("93.184.216.34"), v4("192.168.0.1")]],
    [
      "a private address behind a public one of the other family",
      [v6("2606:4700::1"), v4("127.0.0.1")],
    ],
    ["nothing", []],
  ] as const)
    test(`that resolves to ${what} is not connected to`, async () => {
      const asked = await resolving(
        () => addresses,
        () => refused(`https://api.processor.example:${port}/`),
      );
      assert.equal(asked, 1, "it was resolved once");
      nothingConnected();
    });

  test("that rebinds between the check and the connection: the checked address is the one connected to", async () => {
    // A name that the operator named as loopback's: so that what is checked can be connected to on this machine.
    const origin = `http://rebinding.example:${port}`;
    const open = createHttp({ loopback: new Set([origin]) });
    const asked = await resolving(
      (_name, at) => [at === 1 ? v4("127.0.0.1") : v4("169.254.169.254")],
      async () => {
        await open.send(get(origin), peer()).catch(() => undefined);
      },
    );
    await open.close();
    assert.equal(asked, 1, "it is not resolved a second time");
    assert.deepEqual(attempts, [`127.0.0.1:${port}`]);
    assert.equal(heard, 1);
  });

  test("that rebinds between two calls is checked again", async () => {
    await resolving(
      (_name, at) => [at === 1 ? v4("127.0.0.1") : v4("169.254.169.254")],
      async () => {
        await refused(`https://rebinding.example:${port}/`);
        await refused(`https://rebinding.example:${port}/`);
      },
    );
    nothingConnected();
  });
});

test("the way to each origin, and where there is none", () => {
  const named = new Set([
    "http://127.0.0.1:81",
    "https://[::1]:82",
    "http://localhost:83",
    "http://10.0.0.1:84",
    "https://10.0.0.1:85",
  ]);
  for (const [url, direct, proxied] of [
    ["https://api.processor.example/v1", "direct", "proxy"],
    ["https://8.8.8.8/", "direct", "proxy"],
    ["https://[2606:4700:4700::1111]/", "direct", "proxy"],
    ["https://db/", "direct", undefined],
    ["https://vault.internal/", "direct", undefined],
    ["https://10.0.0.1/", undefined, undefined],
    ["https://[::1]/", undefined, undefined],
    ["http://api.processor.example/", undefined, undefined],
    ["http://8.8.8.8/", undefined, undefined],
    ["ftp://api.processor.example/", undefined, undefined],
    ["http://127.0.0.1:81/a", "loopback", "loopback"],
    ["https://[::1]:82/", "loopback", "loopback"],
    ["http://localhost:83/", "loopback", "loopback"],
    ["http://10.0.0.1:84/", undefined, undefined],
    ["https://10.0.0.1:85/", undefined, undefined],
    ["http://127.0.0.1:82/", undefined, undefined],
  ] as const) {
    assert.equal(wayTo(new URL(url), named, false), direct, url);
    assert.equal(wayTo(new URL(url), named, true), proxied, `${url} by a proxy`);
  }
  assert.equal(wayTo(new URL("http://127.0.0.1:81/"), undefined, false), undefined);
});

describe("a look-up", () => {
  type Found = readonly [error: Error | null, address: unknown, family?: number | undefined];
  const found = (name: string, all: boolean): Promise<Found> =>
    new Promise((settle) => {
      guardedLookup((address) => address.startsWith("9."))(name, { all }, (...told) =>
        settle(told),
      );
    });
  const good = [v4("9.0.0.1"), v4("9.0.0.2")];

  test("tells all addresses, or the first, as it is asked", async () => {
    await resolving(
      () => good,
      async () => {
        assert.deepEqual(await found("a.example", true), [null, good]);
        assert.deepEqual(await found("a.example", false), [null, "9.0.0.1", 4]);
      },
    );
  });

  test("tells why there is none, and of refused addresses nothing else", async () => {
    const [error, addresses] = await found("nowhere.invalid", true);
    assert.match(error?.message ?? "", /ENOTFOUND|EAI_AGAIN/);
    assert.deepEqual(addresses, []);
    await resolving(
      () => [...good, v4("10.0.0.1")],
      async () => {
        const [refusal, none] = await found("a.example", true);
        assert.match(refusal?.message ?? "", /a\.example resolves to an address that is refused/);
        assert.deepEqual(none, []);
      },
    );
  });
});

describe("a redirect", () => {
  for (const status of [301, 302, 303, 307, 308])
    test(`by ${status} leads to none of them`, async () => {
      const targets = [
        "http://169.254.169.254/latest/meta-data/",
        `http://127.0.0.1:${port}/`,
        "//10.0.0.1/",
        "/elsewhere",
      ];
      let at = 0;
      const processor = createServer((socket) => {
        socket.on("error", () => undefined);
        socket.once("data", () =>
          socket.end(
            `HTTP/1.1 ${status} Elsewhere\r\nlocation: ${targets[at]}\r\nrefresh: 0; url=${targets[at]}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`,
          ),
        );
      });
      await new Promise<void>((resolve) => processor.listen(0, "127.0.0.1", resolve));
      const origin = `http://127.0.0.1:${(processor.address() as AddressInfo).port}`;
      const open = createHttp({ loopback: new Set([origin]) });
      for (at = 0; at < targets.length; at += 1)
        assert.equal((await open.send(get(origin), peer())).status, status);
      await open.close();
      processor.close();
      assert.deepEqual(new Set(attempts), new Set([new URL(origin).host]));
      assert.equal(attempts.length, targets.length);
      assert.equal(heard, 0);
    });
});
