/** Addresses and names that a processor never has. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { runs } from "../../kit/runs.ts";
import { isLoopback, isPublicAddress, isPublicName } from "./addresses.ts";

const hostile = [
  // This network, loopback, private, link-local and cloud metadata.
  "0.0.0.0",
  "0.1.2.3",
  "127.0.0.1",
  "127.1.2.3",
  "127.255.255.255",
  "10.0.0.1",
  "10.255.255.255",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.0.1",
  "192.168.255.255",
  "169.254.0.1",
  "169.254.169.254",
  "169.254.170.2",
  "100.64.0.1",
  "100.127.255.255",
  "100.100.100.200",
  // Protocols, documentation, relays, benchmarks, multicast, reserved, broadcast.
  "192.0.0.1",
  "192.0.0.192",
  "192.0.2.1",
  "198.51.100.7",
  "203.0.113.9",
  "192.88.99.1",
  "192.31.196.1",
  "192.52.193.1",
  "192.175.48.1",
  "198.18.0.1",
  "198.19.255.255",
  "224.0.0.1",
  "239.255.255.255",
  "240.0.0.1",
  "255.255.255.255",
  // The same over IPv6, and whatever wraps an IPv4 address.
  "::",
  "::1",
  "::ffff:127.0.0.1",
  "::ffff:10.0.0.1",
  "::ffff:169.254.169.254",
  "::ffff:8.8.8.8",
  "::ffff:0:127.0.0.1",
  "::7f00:1",
  "::127.0.0.1",
  "64:ff9b::7f00:1",
  "64:ff9b::808:808",
  "64:ff9b:1::1",
  "100::1",
  "2001::1",
  "2001:0:7f00:1::",
  "2001:2::1",
  "2001:10::1",
  "2001:20::1",
  "2001:db8::1",
  "2002:7f00:1::",
  "2002:a00:1::1",
  "2002:808:808::1",
  "3fff::1",
  "5f00::1",
  "fc00::1",
  "fd00:ec2::254",
  "fdff:ffff::1",
  "fe80::1",
  "fe80::1%eth0",
  "febf::1",
  "fec0::1",
  "ff02::1",
  "ff0e::1",
  // The last of each range that is not whole bytes of an address that is above.
  "0.255.255.255",
  "192.0.0.255",
  "192.0.2.255",
  "192.31.196.255",
  "192.52.193.255",
  "192.88.99.255",
  "192.175.48.255",
  "198.51.100.255",
  "203.0.113.255",
  "2001:1ff:ffff::1",
  "2001:db8:ffff::1",
  "2002:ffff::1",
  "3fff:fff::1",
  // No addresses at all.
  "",
  "localhost",
  "example.com",
  "127.1",
  "0x7f000001",
  "2130706433",
  "0177.0.0.1",
  "1.2.3.4.5",
  "[::1]",
  "127.0.0.1:80",
  "127.0.0.1/8",
  " 8.8.8.8",
  "８.8.8.8",
];

test(`${hostile.length} addresses and names that are refused`, () => {
  assert.ok(hostile.length > 60);
  for (const address of hostile) assert.equal(isPublicAddress(address), false, address);
});

test("the open internet is not", () => {
  for (const address of [
    "1.1.1.1",
    "8.8.8.8",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.0",
    "169.253.255.255",
    "169.255.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "192.167.255.255",
    "192.169.0.0",
    "198.17.255.255",
    "198.20.0.0",
    "223.255.255.255",
    "2606:4700:4700::1111",
    "2001:4860:4860::8888",
    "2a00:1450::1",
    "2003::1",
    "3000::1",
  ])
    assert.ok(isPublicAddress(address), address);
});

test("whatever text comes, the answer is yes or no", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.ipV4(), fc.ipV6()), (text) => {
      assert.equal(typeof isPublicAddress(text), "boolean");
      assert.ok(!(isPublicAddress(text) && isLoopback(text)));
    }),
    runs(300),
  );
});

test("loopback is 127.0.0.0/8 and ::1", () => {
  for (const address of ["127.0.0.1", "127.9.9.9", "::1"]) assert.ok(isLoopback(address));
  for (const address of ["128.0.0.1", "127.0.0.1.evil.example", "::2", "", "localhost", "10.0.0.1"])
    assert.ok(!isLoopback(address), address);
});

test("a public name has labels, and is none that stays inside", () => {
  for (const name of [
    "api.stripe.com",
    "API.Stripe.com.",
    "a.b",
    "xn--bcher-kva.example",
    "my_host.example.com",
    "notlocalhost.com",
    "localhost.example",
    "thelocal.se",
    "internal.example",
    "reallyinternal.nu",
    "home.arpa.example",
    "1.0.0.127.in-addr.arpa",
  ])
    assert.ok(isPublicName(name), name);
  for (const name of [
    "",
    ".",
    "localhost",
    "localhost.",
    "LOCALHOST",
    "db",
    "db.",
    "a.localhost",
    "a.b.local",
    "a.local.",
    "metadata.google.internal",
    "a.Internal",
    "home.arpa",
    "a.home.arpa",
    "a..b",
    ".a.b",
    "a.b..",
    "a b.c",
    "a.b:443",
    "a@b.c",
    "a.b/c",
    "a.b\r\nx.y",
    "1.1.1.1",
    "1.1.1.1.",
    "::1",
    "2606:4700:4700::1111",
    "[::1]",
  ])
    assert.equal(isPublicName(name), false, JSON.stringify(name));
});
