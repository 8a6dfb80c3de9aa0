/** The memory and the clock of a simulator. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createWorld } from "./world.ts";

const start = Date.UTC(2026, 0, 1);
const newWorld = (failed: (error: unknown) => void = (error) => assert.fail(String(error))) =>
  createWorld({ id: "acme", clock: () => new Date(start), failed });

test("ids are the same in every run, of the asked length and alphabet, and never the same twice", () => {
  const [one, other] = [newWorld(), newWorld()];
  const seen = new Set<string>();
  const shapes = fc.record({
    prefix: fc.constantFrom("", "pi_", "evt_"),
    length: fc.integer({ min: 8, max: 40 }),
    alphabet: fc.constantFrom("alphanumeric" as const, "digits" as const),
  });
  fc.assert(
    fc.property(shapes, ({ prefix, length, alphabet }) => {
      const id = one.nextId(prefix, length, alphabet);
      assert.equal(id, other.nextId(prefix, length, alphabet));
      const signs = alphabet === "digits" ? "[1-9][0-9]*" : "[1-9A-Za-z][0-9A-Za-z]*";
      assert.match(id, new RegExp(`^${prefix}${signs}$`));
      assert.equal(id.length, prefix.length + length);
      assert.ok(!seen.has(id));
      seen.add(id);
    }),
  );
  assert.throws(() => one.nextId("", 1), /fits 1 characters/);
});

test("one long advance equals many short ones", () => {
  const history = (steps: readonly number[]) => {
    const world = newWorld();
    const seen: string[] = [];
    const note = (what: string) => seen.push(`${what} ${world.now().getTime() - start}`);
    const again = (left: number) => {
      note("again");
      if (left > 0) world.schedule(7, () => again(left - 1));
    };
    world.schedule(20, () => note("late"));
    world.schedule(5, () => note("early"));
    world.schedule(5, () => again(5));
    for (const step of steps) world.advance(step);
    return seen;
  };
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 })), (steps) => {
      const rest = Math.max(0, 100 - steps.reduce((sum, step) => sum + step, 0));
      assert.deepEqual(history([...steps, rest]), history([100]));
    }),
  );
  assert.deepEqual(history([11.9]), ["early 5000", "again 5000"]);
});

test("an act that throws is told of and the others go on; what never ends, ends", () => {
  const errors: unknown[] = [];
  const world = newWorld((error) => errors.push(error));
  const acted: string[] = [];
  world.schedule(1, () => {
    throw new Error("no");
  });
  world.schedule(1, () => acted.push("other"));
  world.advance(1);
  assert.deepEqual([...acted, String(errors[0])], ["other", "Error: no"]);
  const forever = () => world.schedule(0, forever);
  forever();
  world.advance(0);
  assert.match(String(errors[1]), /never ends/);
  assert.throws(() => world.advance(-1), /only forward/);
  assert.throws(() => world.advance(Number.NaN), /only forward/);
});

test("an event stays what it was when its row changes, with every digit", () => {
  const world = newWorld();
  const row = {
    id: "a",
    amount: 2n ** 60n,
    rate: JSON.rawJSON("1.10"),
    at: new Date(0),
    list: [1],
  };
  world.emit({ type: "made", id: "mine", content: row });
  row.id = "b";
  row.list.push(2);
  const [event] = world.takeEvents();
  assert.equal(event?.id, "mine");
  assert.deepEqual(event?.content, {
    id: "a",
    amount: 2n ** 60n,
    rate: row.rate,
    at: "1970-01-01T00:00:00.000Z",
    list: [1],
  });
  assert.deepEqual(world.takeEvents(), []);
});

test("what is in the ledger stays as it was recorded", () => {
  const world = newWorld();
  const entry = { kind: "capture" as const, payment: "a", amount: 1n, currency: "EUR" };
  world.ledger.record(entry);
  entry.amount = 2n;
  assert.equal(world.ledger.entries[0]?.amount, 1n);
  assert.throws(() => Object.assign(world.ledger.entries[0] ?? {}, { amount: 3n }), TypeError);
});
