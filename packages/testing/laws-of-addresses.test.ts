/** An id that a caller gives stays where it belongs in a processor's address: it never becomes another call. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fromJson, type JsonValue, toJson } from "@bufbuild/protobuf";
import { InvalidRequest, Refused, Unresolved, Unsupported } from "#kit";
import { rpcOf } from "#runtime";
import { type Asking, askingsOf, exchangesOf, registered } from "./exchanges.ts";

const elsewhere = [
  "../../elsewhere?and=1#here",
  "a/../elsewhere",
  "..",
  ".",
  "%2e%2e",
  "..\\elsewhere",
];

/** What is built until a step's example no longer fits what was asked. */
function addressesOf(asking: Asking): readonly string[] {
  const urls: string[] = [];
  try {
    for (const { request } of exchangesOf(asking)) urls.push(request.url);
  } catch (error) {
    const isRefusal = [InvalidRequest, Unsupported, Refused, Unresolved].some(
      (kind) => error instanceof kind,
    );
    // An example may lack what a later step wants.
    if (!isRefusal && urls.length === 0) throw error;
  }
  return urls;
}

/** The request with one text of its own replaced, wherever that stands. */
function withText(asking: Asking, old: string, other: string): Asking {
  const replaced = (value: JsonValue): JsonValue => {
    if (value === old) return other;
    if (Array.isArray(value)) return value.map(replaced);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, replaced(member)]),
    );
  };
  const { input } = rpcOf(asking.flow);
  return { ...asking, request: fromJson(input, replaced(toJson(input, asking.request))) };
}

/** The texts of a request that are a segment of an address that it leads to. */
function idsIn(asking: Asking): ReadonlySet<string> {
  const segments = new Set(
    addressesOf(asking).flatMap((url) => new URL(url).pathname.split("/").map(decodeURIComponent)),
  );
  const found = new Set<string>();
  const look = (value: JsonValue): void => {
    if (typeof value === "string" && value !== "" && segments.has(value)) found.add(value);
    if (typeof value === "object" && value !== null)
      for (const one of Object.values(value)) look(one);
  };
  look(toJson(rpcOf(asking.flow).input, asking.request));
  return found;
}

function assertInPlace(url: string, about: string): void {
  const { origin, pathname, hash } = new URL(url);
  const [written] = url.slice(origin.length).split("?");
  assert.equal(pathname, written, `${about}: another address than was written`);
  assert.equal(hash, "", about);
  assert.ok(!pathname.split("/").includes("elsewhere"), about);
}

const tried = new Map<string, number>();
describe("an id stays in its place of the address", async () => {
  for (const one of await registered())
    test(one.id, () => {
      for (const asking of askingsOf(one))
        for (const id of idsIn(asking))
          for (const text of elsewhere) {
            const about = `${asking.name}: ${id} as ${text}`;
            for (const url of addressesOf(withText(asking, id, text))) assertInPlace(url, about);
            tried.set(one.id, (tried.get(one.id) ?? 0) + 1);
          }
    });

  test("with ids in the addresses of most", () => {
    assert.ok(tried.size >= 10, [...tried.keys()].join(", "));
  });
});
