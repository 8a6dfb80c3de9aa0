/** Hosts: templates filled by one DNS label, overridden by the operator alone. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { InvalidRequest } from "#kit";
import { runs } from "../kit/runs.ts";
import { small } from "../testing/small.ts";
import { hostsOf } from "./hosts.ts";

const connector = small({
  hosts: {
    api: { live: "https://{prefix}-live.small.example", test: "https://test.small.example/v1" },
    other: { live: "https://small.example/{account}", test: "https://small.example/{account}" },
  },
});

test("live and test have hosts of their own, filled from the credentials", () => {
  const credentials = { prefix: "a1-B2", account: "acme" };
  assert.deepEqual(hostsOf(connector, credentials, true), {
    api: "https://a1-B2-live.small.example",
    other: "https://small.example/acme",
  });
  assert.deepEqual(hostsOf(connector, credentials, false), {
    api: "https://test.small.example/v1",
    other: "https://small.example/acme",
  });
});

test("the operator's override wins, and is filled too", () => {
  const overrides = { other: "http://127.0.0.1:1/small/other/{account}" };
  assert.deepEqual(hostsOf(connector, { account: "acme" }, false, overrides), {
    api: "https://test.small.example/v1",
    other: "http://127.0.0.1:1/small/other/acme",
  });
});

test("what fills a template can be nothing but one DNS label", () => {
  const evil = [
    "",
    "-a",
    "a-",
    "a.b",
    "a/b",
    "a@b",
    "a:1",
    "a#",
    "a?b",
    "a b",
    "a\n",
    "ä",
    "{prefix}",
    "a".repeat(64),
    "evil.example/",
    "\\evil",
    "%2e",
    "..",
    "$&",
    "$1",
  ];
  for (const prefix of [...evil, undefined, 1, ["a"], {}])
    assert.throws(
      () => hostsOf(connector, { prefix, account: "acme" }, true),
      (error) =>
        error instanceof InvalidRequest && error.violations[0]?.field === "credentials.prefix",
      String(prefix),
    );
});

test("no credential ever changes whose host it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (prefix) => {
      try {
        const { api = "" } = hostsOf(connector, { prefix, account: "acme" }, true);
        assert.match(new URL(api).hostname, /^[a-z0-9-]+-live\.small\.example$/);
        assert.equal(new URL(api).origin, api.toLowerCase());
      } catch (error) {
        assert.ok(error instanceof InvalidRequest);
      }
    }),
    runs(500),
  );
});
