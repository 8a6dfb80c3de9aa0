/** Which route a request goes to. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { answerWith, type Simulator } from "#simulate";
import { createRouteTable } from "./routes.ts";

const tableOf = (...keys: (keyof Simulator["routes"])[]) =>
  createRouteTable({
    id: "acme",
    routes: Object.fromEntries(keys.map((key) => [key, () => answerWith({})])),
  });

const keyAt = (table: ReturnType<typeof tableOf>, method: string, path: string, host?: string) => {
  const found = table.find(method, path, host);
  return found.kind === "route" ? found.route.key : found.kind;
};

test("a word is more exact than a parameter, wherever it stands in the table", () => {
  const keys = ["GET /a/:id/c", "GET /a/b/c", "GET /:one/b/c", "GET /a/:id/:more"] as const;
  for (const table of [tableOf(...keys), tableOf(...keys.toReversed())]) {
    assert.equal(keyAt(table, "GET", "/a/b/c"), "GET /a/b/c");
    assert.equal(keyAt(table, "GET", "/a/x/c"), "GET /a/:id/c");
    assert.equal(keyAt(table, "GET", "/a/x/y"), "GET /a/:id/:more");
    assert.equal(keyAt(table, "GET", "/x/b/c"), "GET /:one/b/c");
    assert.equal(keyAt(table, "GET", "/x/y/c"), "unknown");
    assert.equal(keyAt(table, "GET", "/a/b"), "unknown");
    assert.equal(keyAt(table, "GET", "/a/b/c/"), "unknown");
    assert.equal(keyAt(table, "GET", "/a//c"), "unknown");
  }
});

test("a path of other methods names them", () => {
  const table = tableOf("POST /a/:id", "GET /a/b", "DELETE /a/:id");
  assert.deepEqual(table.find("PUT", "/a/b", undefined), {
    kind: "other method",
    allowed: ["DELETE", "GET", "POST"],
  });
  assert.equal(keyAt(table, "POST", "/a/b"), "POST /a/:id");
});

test("a route of one host answers there, and at a port that is no host's where no other does", () => {
  const table = tableOf("POST /a", "POST files:/a", "POST files:/b");
  assert.equal(keyAt(table, "POST", "/a", "api"), "POST /a");
  assert.equal(keyAt(table, "POST", "/a", "files"), "POST files:/a");
  assert.equal(keyAt(table, "POST", "/a"), "POST /a");
  assert.equal(keyAt(table, "POST", "/b", "api"), "unknown");
  assert.equal(keyAt(table, "POST", "/b"), "POST files:/b");
});

test("any text survives as a parameter; what is no percent-encoding is malformed", () => {
  const table = tableOf("GET /a/:id/:own_name");
  const words = fc.string({ minLength: 1, unit: "grapheme" });
  fc.assert(
    fc.property(words, words, (id, own_name) => {
      const path = `/a/${encodeURIComponent(id)}/${encodeURIComponent(own_name)}`;
      const found = table.find("GET", path, undefined);
      assert.deepEqual(found.kind === "route" && found.params, { id, own_name });
    }),
  );
  assert.equal(keyAt(table, "GET", "/a/%zz/x"), "malformed");
  const found = tableOf("GET /:__proto__").find("GET", "/x", undefined);
  assert.ok(found.kind === "route" && Object.hasOwn(found.params, "__proto__"));
});

test("routes that cannot be reached, or are written wrong, are refused by name", () => {
  assert.throws(() => tableOf("GET /a/:id", "GET /a/:key"), /GET \/a\/:id and GET \/a\/:key/);
  assert.throws(() => tableOf("GET a"), /the route GET a is not/);
  assert.throws(() => tableOf("GET /a b"), /is not METHOD/);
  assert.throws(() => tableOf("GET /:"), /without a name/);
  assert.throws(() => tableOf("GET /:id/:id"), /one name twice/);
});
