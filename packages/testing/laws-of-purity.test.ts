/** Builders use no clock, chance or environment, change nothing, and build the same twice. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { json } from "#kit";
import { all, built, plain } from "./built.ts";
import { type Asking, askingsOf, stillRun } from "./exchanges.ts";
import { authorize, credentials, withFlows } from "./small.ts";

/** What a pure function may not touch. Dates made of something are values; only the clock is forbidden. */
function poisoned<Result>(act: () => Result): Result {
  const poison = (what: string) => (): never => {
    throw new Error(`${what} was used`);
  };
  const { Date: RealDate, crypto, performance, process, fetch, setTimeout: wait } = globalThis;
  const { random } = Math;
  class StillDate extends RealDate {
    constructor(...given: [] | [number]) {
      if (given.length === 0) throw new Error("the clock was used");
      super(...given);
    }
    static override now = poison("the clock");
  }
  const proxy = (what: string) =>
    new Proxy({}, { get: poison(what), has: poison(what), ownKeys: poison(what) });
  const globals = {
    Date: StillDate,
    crypto: proxy("crypto"),
    performance: proxy("performance"),
    process: proxy("process"),
    fetch: poison("fetch"),
    setTimeout: poison("setTimeout"),
  };
  const define = (values: object) => {
    for (const [name, value] of Object.entries(values))
      Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  };
  define(globals);
  Math.random = poison("Math.random");
  try {
    return act();
  } finally {
    Math.random = random;
    define({ Date: RealDate, crypto, performance, process, fetch, setTimeout: wait });
  }
}

describe("purity", () => {
  for (const one of all)
    test(`${one.id} builds without clock, chance or environment, and the same twice`, () => {
      for (const asking of askingsOf(one)) {
        const [first, second] = [0, 1].map(() => poisoned(() => built(asking).map(plain)));
        assert.deepEqual(second, first, asking.name);
      }
    });

  test("builders change nothing that they are given", () => {
    for (const one of all)
      for (const asking of askingsOf(one)) {
        const before = structuredClone(asking.request);
        built(asking);
        assert.deepEqual(asking.request, before, `${one.id} ${asking.name}`);
      }
  });

  const sly: Readonly<Record<string, () => unknown>> = {
    "the clock": () => Date.now(),
    "the clock by its other name": () => new Date().toISOString(),
    "Math.random": () => Math.random(),
    crypto: () => crypto.randomUUID(),
    performance: () => performance.now(),
    process: () => process.env["HOME"],
    fetch: () => fetch("https://small.example"),
    setTimeout: () => setTimeout(() => {}, 0),
  };
  for (const [what, use] of Object.entries(sly))
    test(`a sly connector is caught: ${what}`, () => {
      const connector = withFlows({
        authorizePayment: { method: "POST", path: "/", body: () => json(use()), read: () => ({}) },
      });
      const run = stillRun(connector, credentials);
      const request = authorize();
      const asking: Asking = {
        name: "sly",
        flow: "authorizePayment",
        request,
        method: "card",
        run,
      };
      assert.throws(() => poisoned(() => built(asking)), / was used$/);
    });

  test("a connector that counts is caught", () => {
    let count = 0;
    const connector = withFlows({
      authorizePayment: { method: "POST", path: () => `/${++count}`, read: () => ({}) },
    });
    const run = stillRun(connector, credentials);
    const asking: Asking = {
      name: "counting",
      flow: "authorizePayment",
      request: authorize(),
      method: "card",
      run,
    };
    const [first, second] = [0, 1].map(() => built(asking).map(plain));
    assert.notDeepEqual(first, second);
  });
});
