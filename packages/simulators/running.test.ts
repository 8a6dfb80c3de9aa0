/** A simulator at work: routing to handlers, repeats, commands, faults, webhooks, determinism. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseJson } from "../kit/http.ts";
import { createSandbox, type Failure, type FaultKind, faultKinds, type Outcome } from "./index.ts";
import { specimen } from "./specimen.ts";

function acme(report: (failure: Failure) => void = ({ error }) => assert.fail(String(error))) {
  const sandbox = createSandbox({ simulators: [specimen], report });
  const running = sandbox.simulator("acme");
  const handle = (line: string, body: unknown = "", headers: Record<string, string> = {}) => {
    const [method = "", target = ""] = line.split(" ");
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const type =
      typeof body === "string" ? "application/x-www-form-urlencoded" : "application/json";
    return running.handle({
      method,
      target,
      headers: { authorization: "Bearer key", "content-type": type, ...headers },
      bytes: new TextEncoder().encode(text),
    });
  };
  const ask = (...asked: Parameters<typeof handle>) => {
    const { outcome } = handle(...asked);
    assert.ok(outcome.kind === "answer", outcome.kind);
    const { status, headers, text } = outcome.response;
    return { status, headers, text, body: parseJson(text) as Record<string, unknown> };
  };
  return { sandbox, running, handle, ask };
}

test("a handler gets path, parameters, query, headers and the parsed body", () => {
  const { ask } = acme();
  const { body } = ask("POST /v1/echo?a=1&b=%26&__proto__=2", "card[number]=42&list[]=x");
  assert.equal(body["path"], "/v1/echo");
  assert.deepEqual(body["body"], { card: { number: "42" }, list: { "0": "x" } });
  assert.equal(JSON.stringify(body["query"]), '{"a":"1","b":"&","__proto__":"2"}');
  assert.deepEqual(ask("POST /v1/echo", { amount: 1 }).body["body"], { amount: 1 });
  assert.equal(ask("POST /v1/echo", "{not json", { "content-type": "text/json" }).status, 200);
});

test("what no route answers is answered by the host, and names it", () => {
  const { ask } = acme();
  assert.match(ask("GET /v2/charges").text, /the acme sandbox has no GET \/v2\/charges/);
  assert.equal(ask("GET /v2/charges").status, 404);
  assert.equal(ask("PATCH /v1/charges/1").headers["allow"], "DELETE, GET");
  assert.equal(ask("GET /v1/charges/%zz").status, 400);
  const many = Array.from({ length: 1001 }, (_, index) => `a${index}=1`).join("&");
  assert.equal(ask("POST /v1/charges", many).status, 400);
  const bare = ask("DELETE /v1/charges/1");
  assert.deepEqual([bare.status, bare.headers["content-length"]], [204, undefined]);
});

test("wrong credentials get the processor's refusal, which no key stores", () => {
  const { ask, running } = acme();
  const key = { "idempotency-key": "k" };
  assert.equal(ask("POST /v1/charges", "amount=1", { ...key, authorization: "no" }).status, 401);
  assert.equal(ask("POST /v1/charges", "amount=1", key).status, 201);
  assert.equal(running.ledger.length, 1);
});

test("a repeated key gives the first answer again, marked, and nothing moves twice", () => {
  const { ask, running } = acme();
  const first = ask("POST /v1/charges", { amount: 100, note: "x" }, { "idempotency-key": "k" });
  const again = ask("POST /v1/charges", { note: "x", amount: 100 }, { "idempotency-key": "k" });
  assert.deepEqual(again.text, first.text);
  assert.deepEqual([first.headers["x-replayed"], again.headers["x-replayed"]], [undefined, "true"]);
  assert.equal(running.ledger.length, 1);

  const other = ask("POST /v1/charges", { amount: 101, note: "x" }, { "idempotency-key": "k" });
  assert.equal(other.status, 400);
  assert.equal(ask("POST /v1/echo", { amount: 100 }, { "idempotency-key": "k" }).status, 400);
  const theirs = { "idempotency-key": "k", authorization: "Bearer other" };
  assert.equal(ask("POST /v1/charges", { amount: 100 }, theirs).headers["x-replayed"], undefined);
  assert.equal(running.ledger.length, 2);
});

test("a stored answer does not change when the row it came from does", () => {
  const { ask, running } = acme();
  const slow = { amount: 5, method: "slow" };
  const first = ask("POST /v1/charges", slow, { "idempotency-key": "k" });
  running.advance(60);
  assert.equal(ask(`GET /v1/charges/${first.body["id"]}`).body["status"], "paid");
  assert.equal(ask("POST /v1/charges", slow, { "idempotency-key": "k" }).body["status"], "pending");
});

test("an answer that the processor does not keep is not given again", () => {
  const { ask } = acme();
  assert.equal(ask("POST /v1/charges", { amount: "x" }, { "idempotency-key": "k" }).status, 422);
  assert.equal(ask("POST /v1/charges", { amount: 1 }, { "idempotency-key": "k" }).status, 201);
});

test("a repeat while the first call still runs is told so", () => {
  const { ask, handle, running } = acme();
  running.faults.script({ on: "POST /v1/charges", fault: { kind: "delay" } });
  const first = handle("POST /v1/charges", { amount: 1 }, { "idempotency-key": "k" });
  assert.equal(first.outcome.kind, "delayed");
  assert.equal(ask("POST /v1/charges", { amount: 1 }, { "idempotency-key": "k" }).status, 409);
  first.finish();
  assert.equal(ask("POST /v1/charges", { amount: 1 }, { "idempotency-key": "k" }).status, 201);
  assert.equal(running.ledger.length, 1);
});

test("a handler that throws, or answers what is not HTTP, is a 500, reported, and not stored", () => {
  const failures: Failure[] = [];
  const { ask, sandbox, running } = acme((failure) => failures.push(failure));
  for (const path of ["/v1/broken", "/v1/unsendable"]) {
    const answer = ask(`POST ${path}`, {}, { "idempotency-key": path });
    assert.equal(answer.status, 500);
    assert.match(answer.text, new RegExp(`the acme simulator failed at POST ${path}`));
    assert.equal(ask(`POST ${path}`, {}, { "idempotency-key": path }).status, 500);
  }
  assert.equal(failures.length, 4);
  assert.deepEqual(failures, sandbox.failures);
  assert.equal(running.ledger.length, 2, "what moved before it threw has moved");
  running.command("overdue");
  sandbox.advance(1);
  assert.equal(failures.at(-1)?.during, "schedule");
});

test("commands act, refuse with their reason, and are named where there is no such", () => {
  const failures: Failure[] = [];
  const { ask, running } = acme((failure) => failures.push(failure));
  const { body } = ask("POST /v1/charges", { amount: 700 });
  const touched = running.command("openDispute", { payment: String(body["id"]) });
  assert.match(touched["dispute"] ?? "", /^dp_\d{6}$/);
  assert.equal(running.ledger.at(-1)?.kind, "chargeback");
  assert.equal(running.deliveries.at(-1)?.event.type, "dispute.opened");
  assert.throws(() => running.command("openDispute", { payment: "x" }), /no charge x/);
  assert.throws(() => running.command("toString"), /it has openDispute, overdue, mistake/);
  assert.equal(failures.length, 0);
  assert.throws(() => running.command("mistake"), TypeError);
  assert.equal(failures[0]?.during, "command mistake");
});

test("time: what is scheduled happens, is recorded and told", () => {
  const { ask, running, sandbox } = acme();
  ask("POST /v1/charges", { amount: 9, method: "slow" });
  running.advance(59);
  assert.equal(running.ledger.length, 0);
  sandbox.advance(1);
  assert.equal(running.ledger.length, 1);
  assert.deepEqual(
    running.deliveries.map(({ event }) => event.at.toISOString()),
    ["2026-01-01T00:01:00.000Z", "2026-01-01T00:01:00.000Z"],
  );
});

test("a clock that moves by itself makes things due at the next request", () => {
  let now = 0;
  const sandbox = createSandbox({ simulators: [specimen], clock: () => new Date(now) });
  const running = sandbox.simulator("acme");
  running.handle({
    method: "POST",
    target: "/v1/charges",
    headers: { authorization: "Bearer key", "content-type": "application/json" },
    bytes: new TextEncoder().encode('{"amount":1,"method":"slow"}'),
  });
  now = 60_000;
  sandbox.settle();
  assert.equal(running.ledger.length, 1);
});

const processed: Record<Exclude<FaultKind, `webhook-${string}`>, boolean> = {
  "cut-connect": false,
  "cut-before": false,
  "error-before": false,
  "cut-after": true,
  "cut-headers": true,
  "cut-body": true,
  "error-after": true,
  truncate: true,
  delay: true,
  drip: true,
  misstate: true,
};

test("each fault moves money or does not, as its name says; a repeat with the key then tells the truth", () => {
  for (const [kind, moved] of Object.entries(processed)) {
    const { handle, ask, running } = acme();
    running.faults.script({ on: "POST /v1/charges", fault: { kind: kind as FaultKind } });
    const { outcome, finish } = handle(
      "POST /v1/charges",
      { amount: 10 },
      { "idempotency-key": "k" },
    );
    finish();
    assert.equal(running.ledger.length, moved ? 1 : 0, kind);
    assert.equal(running.deliveries.length, moved ? 2 : 0, kind);
    assert.equal(ended(outcome), expected[kind], kind);
    const repeat = ask("POST /v1/charges", { amount: 10 }, { "idempotency-key": "k" });
    assert.equal(repeat.body["amount"], 10, kind);
    assert.equal(running.ledger.length, 1, kind);
  }
});

const expected: Record<string, string> = {
  "cut-connect": "cut unsent 0",
  "cut-before": "cut sent 0",
  "cut-after": "cut sent 0",
  "cut-headers": "cut sent 38",
  "cut-body": "cut sent 154",
  "error-before": "answer 500 Internal Server Error\n",
  "error-after": "answer 500 whole",
  truncate: "answer 201 half",
  delay: "delayed 1000 whole",
  drip: "delayed 1000 dripping whole",
  misstate: 'answer 201 {"amount":11}',
};
function ended(outcome: Outcome): string {
  if (outcome.kind === "cut")
    return `cut ${outcome.sent ? "sent" : "unsent"} ${outcome.received.length}`;
  const { status, text } = outcome.response;
  const content = /^\{"id".*\}$/.test(text) ? "whole" : text.startsWith('{"id"') ? "half" : text;
  if (outcome.kind === "answer") return `answer ${status} ${content}`;
  return `delayed ${outcome.milliseconds}${outcome.dripping ? " dripping" : ""} ${content}`;
}

test("a script hits the nth match and as many as it says, by route, by path, or anything", () => {
  const { ask, running } = acme();
  const statuses = (count: number) =>
    Array.from({ length: count }, () => ask("GET /v1/charges/x").status);
  const fault = { kind: "error-before" as const, status: 503 };
  running.faults.script({ on: "GET /v1/charges/:id", nth: 2, times: 2, fault });
  assert.deepEqual(statuses(5), [404, 503, 503, 404, 404]);
  running.faults.script({ on: "GET /v1/charges/x", fault });
  assert.equal(ask("GET /v1/charges/y").status, 404);
  assert.deepEqual(statuses(2), [503, 404]);
  running.faults.script({ on: "*", fault });
  assert.equal(ask("POST /v1/echo").status, 503);
  running.faults.script({ on: "*", fault });
  running.faults.clear();
  assert.deepEqual(statuses(1), [404]);
});

test("a fault that could never happen is refused", () => {
  const { running } = acme();
  const kind = "cut-after" as const;
  assert.throws(() => running.faults.script({ on: "GET /nowhere", fault: { kind } }), /no route/);
  assert.throws(() => running.faults.script({ on: "command no", fault: { kind } }), /no route/);
  assert.throws(
    () => running.faults.script({ on: "command openDispute", fault: { kind } }),
    /webhook faults only/,
  );
  const { misstate: _, ...rest } = specimen;
  const plain = createSandbox({ simulators: [rest] }).simulator("acme");
  const seeded = { rate: 1, seed: 1, kinds: ["misstate" as const] };
  assert.throws(() => plain.faults.seed(seeded), /cannot have the fault misstate/);
  assert.ok(!plain.faultKinds.includes("misstate"));
});

const typesOf = ({ running }: ReturnType<typeof acme>) =>
  running.takeWebhooks("secret").map(({ body }) => JSON.parse(body).type.replace("charge.", ""));

test("webhooks leave once, in order, signed", () => {
  const room = acme();
  room.ask("POST /v1/charges", { amount: 1 });
  assert.deepEqual(typesOf(room), ["authorized", "paid"]);
  assert.deepEqual(typesOf(room), []);
  assert.deepEqual(
    room.running.deliveries.map(({ state }) => state),
    ["delivered", "delivered"],
  );
});

test("duplicated and reordered webhooks", () => {
  const room = acme();
  const { ask, running } = room;
  running.faults.script({ on: "POST /v1/charges", fault: { kind: "webhook-duplicate" } });
  ask("POST /v1/charges", { amount: 1 });
  assert.deepEqual(typesOf(room), ["authorized", "paid", "authorized", "paid"]);

  running.faults.script({ on: "POST /v1/charges", fault: { kind: "webhook-reorder" } });
  const { body } = ask("POST /v1/charges", { amount: 1 });
  assert.deepEqual(typesOf(room), []);
  ask("GET /v1/charges/latest");
  assert.deepEqual(typesOf(room), [], "a request that has none lets nothing go");
  const payment = String(body["id"]);
  running.command("openDispute", { payment });
  assert.deepEqual(typesOf(room), ["dispute.opened", "paid", "authorized"]);

  running.faults.script({ on: "command openDispute", fault: { kind: "webhook-reorder" } });
  running.command("openDispute", { payment });
  assert.deepEqual(typesOf(room), []);
  running.outbox.release();
  assert.deepEqual(typesOf(room), ["dispute.opened"]);
});

test("the same seed and the same requests give the same faults, ids, events and ledger", () => {
  const history = (seed: number, amounts: readonly number[]) => {
    const { handle, running } = acme();
    running.faults.seed({ rate: 0.5, seed });
    const outcomes = amounts.map((amount) => {
      const { outcome, finish } = handle("POST /v1/charges", { amount });
      finish();
      return outcome;
    });
    return { outcomes, ledger: running.ledger, webhooks: running.deliveries };
  };
  const amounts = fc.array(fc.integer({ min: 1, max: 1000 }), { maxLength: 30 });
  fc.assert(
    fc.property(fc.nat(), amounts, (seed, list) =>
      assert.deepEqual(history(seed, list), history(seed, list)),
    ),
    { numRuns: 30 },
  );
  const many = Array.from({ length: 400 }, () => 1);
  assert.notDeepEqual(history(1, many), history(2, many));
  const wrong = history(1, many).outcomes.filter((one) => ended(one) !== "answer 201 whole");
  // Half go wrong, and of those two kinds in thirteen show in the webhooks only.
  assert.ok(wrong.length > 120 && wrong.length < 230, String(wrong.length));
});

test("seeded faults choose among the named kinds only, and spare who walks the pages", () => {
  const { handle, ask, running } = acme();
  running.faults.seed({ rate: 1, seed: 1, kinds: ["cut-before"] });
  assert.equal(handle("GET /v1/charges/x").outcome.kind, "cut");
  assert.equal(ask("GET /pages/x", "", { accept: "text/html,*/*" }).status, 200);
});

test("seeded delays are of all lengths up to the slowest, and of a second where none is named", () => {
  const { handle, running } = acme();
  const waits = (slowest?: number) => {
    running.faults.seed({ rate: 1, seed: 1, kinds: ["delay", "drip"], slowest });
    return Array.from({ length: 50 }, () => {
      const { outcome } = handle("POST /v1/charges", { amount: 1 });
      assert.equal(outcome.kind, "delayed");
      return outcome.kind === "delayed" ? outcome.milliseconds : 0;
    });
  };
  const lengths = waits(60_000);
  assert.ok(lengths.every((one) => one >= 0 && one < 60_000));
  assert.ok(Math.min(...lengths) < 10_000 && Math.max(...lengths) > 50_000);
  assert.deepEqual(waits(60_000), lengths);
  assert.deepEqual(new Set(waits()), new Set([1000]));
});

test("a scripted fault does not move the seeded ones behind it", () => {
  const outcomes = (scripted: boolean) => {
    const { handle, running } = acme();
    running.faults.seed({ rate: 0.5, seed: 7, kinds: ["cut-before", "cut-after"] });
    if (scripted) running.faults.script({ on: "*", nth: 3, fault: { kind: "error-before" } });
    return Array.from({ length: 20 }, () => ended(handle("GET /v1/charges/x").outcome));
  };
  const [without, having] = [outcomes(false), outcomes(true)];
  assert.equal(having[2], "answer 500 Internal Server Error\n");
  assert.deepEqual(having.toSpliced(2, 1), without.toSpliced(2, 1));
});

test("reset forgets all", () => {
  const { ask, running, sandbox } = acme();
  const first = ask("POST /v1/charges", { amount: 1 }, { "idempotency-key": "k" });
  running.faults.script({ on: "*", fault: { kind: "error-before" } });
  running.advance(5);
  sandbox.reset();
  assert.deepEqual([running.ledger, running.deliveries], [[], []]);
  assert.equal(running.world.now().toISOString(), "2026-01-01T00:00:00.000Z");
  const again = ask("POST /v1/charges", { amount: 2 }, { "idempotency-key": "k" });
  assert.deepEqual([again.status, again.body["id"]], [201, first.body["id"]]);
});

test("every fault has its line in the list", () => {
  assert.deepEqual(
    Object.keys(faultKinds).filter((kind) => !kind.startsWith("webhook-")),
    Object.keys(faultKinds).filter((kind) => Object.hasOwn(processed, kind)),
  );
});

test("two simulators of one name, and a name that is no path, are refused", () => {
  assert.throws(() => createSandbox({ simulators: [specimen, specimen] }), /two simulators/);
  assert.throws(() => createSandbox({ simulators: [{ ...specimen, id: "A b" }] }), /cannot be/);
  assert.throws(() => createSandbox({ simulators: [specimen] }).simulator("no"), /there are acme/);
});
