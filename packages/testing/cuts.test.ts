/**
 * Cuts on real sockets: every call that moves money, of every connector, cut at every place of every exchange, over
 * plaintext and over TLS. What the answer says follows from what was written to the wire, and from nothing else.
 * `node --test packages/testing/cuts.test.ts` is the whole matrix; RUNS=2 goes every way out of every unknown outcome.
 */
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { Certainty, type Operation, OperationStatus, Resolution_Way, Retry } from "#contract";
import { type AnyConnector, toJson } from "#kit";
import { load, loadSimulator } from "#registry";
import { createHttp, type HttpSend, type Send } from "#runtime";
import type { Simulator } from "#simulate";
import { type SandboxServer, serveSandbox } from "#simulators";
import { type Certificates, createCertificates } from "./certificates.ts";
import { type Cut, createFaultProxy, type FaultProxy, type Leaving } from "./fault-proxy.ts";
import { type Came, type Move, made, moves } from "./moves.ts";
import { overheard } from "./overheard.ts";
import { moved, nameOf, type Shop, shopOf, simulatedIds, strictSandbox } from "./shop.ts";
import { goThe } from "./ways.ts";

const { SUCCEEDED, ACCEPTED, FAILED } = OperationStatus;
const certificates = createCertificates();
const everyWay = Number(process.env["RUNS"] ?? 1) > 1;

interface Cell {
  readonly name: string;
  readonly cut: Cut;
  readonly leaving: Leaving;
}
const half = (from: number, to: number) => from + ((to - from) >> 1);

/** Of a connection that is only begun; over TLS the handshake, too. */
const beginnings = (secured: boolean): readonly Cell[] => [
  { name: "no connection", cut: { at: "connection" }, leaving: "closed" },
  ...(secured ? [0, 1, 100, 400] : []).map(
    (bytes, index): Cell => ({
      name: `${bytes} bytes of the handshake`,
      cut: { at: "handshake", bytes },
      leaving: index % 2 === 0 ? "closed" : "reset",
    }),
  ),
];
/** Of the request: what the processor gets of it. Those of the body are left out where there is none. */
const requestCells: readonly (Omit<Cell, "leaving"> & { readonly ofBody?: boolean })[] = [
  { name: "no byte of the request", cut: { at: "request", position: () => 0 } },
  { name: "one byte of the request", cut: { at: "request", position: () => 1 } },
  { name: "half of the request's head", cut: { at: "request", position: ({ head }) => head >> 1 } },
  {
    name: "the request's head",
    cut: { at: "request", position: ({ head }) => head },
    ofBody: true,
  },
  {
    name: "half of the request's body",
    cut: { at: "request", position: ({ head, whole }) => half(head, whole) },
    ofBody: true,
  },
  {
    name: "the request but its last byte",
    cut: { at: "request", position: ({ whole }) => whole - 1 },
  },
];
/** Of the answer to a request that was done. */
const answerCells: readonly (Omit<Cell, "leaving"> & { readonly ofBody?: boolean })[] = [
  { name: "the request, and no byte of the answer", cut: { at: "answer", position: () => 0 } },
  { name: "half of the answer's status line", cut: { at: "answer", position: () => 8 } },
  { name: "half of the answer's head", cut: { at: "answer", position: ({ head }) => head >> 1 } },
  {
    name: "the answer's head but its last byte",
    cut: { at: "answer", position: ({ head }) => head - 1 },
  },
  { name: "the answer's head", cut: { at: "answer", position: ({ head }) => head }, ofBody: true },
  {
    name: "half of the answer's body",
    cut: { at: "answer", position: ({ head, whole }) => half(head, whole) },
    ofBody: true,
  },
  {
    name: "the answer but its last byte",
    cut: { at: "answer", position: ({ whole }) => whole - 1 },
    ofBody: true,
  },
  {
    name: "half of an answer that ends with the connection",
    cut: {
      at: "answer",
      position: ({ head, whole }) => half(head, whole),
      framing: "connection",
    },
    ofBody: true,
  },
  {
    name: "an answer in chunks but their end",
    cut: { at: "answer", position: ({ whole }) => whole, framing: "chunks without an end" },
    ofBody: true,
  },
];
/** The whole answer, whatever becomes of the connection. */
const wholeCells: readonly (Cell & { readonly ofBody?: boolean })[] = [
  {
    name: "the whole answer",
    cut: { at: "answer", position: ({ whole }) => whole },
    leaving: "closed",
  },
  {
    name: "the whole answer in chunks",
    cut: { at: "answer", position: ({ whole }) => whole, framing: "chunks" },
    leaving: "closed",
    ofBody: true,
  },
];
const broken = [...requestCells, ...answerCells];

/** An exchange as the declaration has it, and as it was healthy on the wire. */
interface Exchange {
  readonly step: string;
  /** A session asks nothing of the processor; what is harmless moves nothing, and may tell of an earlier attempt. */
  readonly is: "session" | "harmless" | "a look back" | "able to move money";
  readonly requestBody: boolean;
  readonly answerBody: boolean;
}

/** What must be said: from what was written to the wire, and from what was done before. */
type Said = "NOT_SENT" | "NOT_DONE" | "UNKNOWN" | "WHOLE";
function mustSay(
  before: readonly Exchange[],
  { is }: Exchange,
  { cut }: Cell,
  { isContinued = false }: Move,
): Exclude<Said, "WHOLE"> {
  const isWritten = cut.at === "request" || cut.at === "answer";
  if (before.some((one) => one.is === "able to move money")) return "UNKNOWN";
  if (isWritten && is === "able to move money") return "UNKNOWN";
  const asked = before.some((one) => one.is !== "session") || (isWritten && is !== "session");
  if (!asked) return "NOT_SENT";
  // That this call moved nothing is known; what an earlier one moved is not.
  if (is === "a look back") return "UNKNOWN";
  // The customer may have moved the money elsewhere, which this call was to look at.
  return isContinued ? "UNKNOWN" : "NOT_DONE";
}

/** A connector with its sandbox on a port, behind a proxy. */
interface Wire {
  readonly connector: AnyConnector;
  readonly simulator: Simulator;
  readonly proxy: FaultProxy;
  readonly authority: string | undefined;
  readonly sandbox: ReturnType<typeof strictSandbox>;
}

async function openWire(id: string, secured: Certificates | undefined) {
  const [connector, simulator] = await Promise.all([load(id), loadSimulator(id)]);
  assert.ok(connector && simulator);
  const sandbox = strictSandbox(simulator);
  const server: SandboxServer = await serveSandbox(sandbox);
  const target = Number(new URL(server.url).port);
  const proxy = await createFaultProxy({ target, certificates: secured });
  // Links and hosts lead to the proxy.
  const withdraw = sandbox.servedAt(proxy.origin);
  const wire: Wire = { connector, simulator, proxy, sandbox, authority: secured?.authority };
  return {
    ...wire,
    async close() {
      withdraw();
      await proxy.close();
      await server.close();
    },
  };
}

const send = ({ proxy, authority }: Wire): HttpSend =>
  createHttp({
    loopback: new Set([proxy.origin]),
    ...(authority !== undefined && { authorities: [authority] }),
  });

/** Makes a call ready in process, and makes it over the wire; `strike` arms the proxy before the exchange it is for. */
async function overWire(
  wire: Wire,
  name: string,
  strike?: { readonly nth: number; readonly cell: Cell },
) {
  const { connector, simulator, proxy, sandbox } = wire;
  sandbox.reset();
  const declared = new Map<string, Exchange["is"]>();
  const exchanges: Exchange[] = [];
  const growth: boolean[] = [];
  let http: HttpSend | undefined;
  const through = (inProcess: Send): Send => {
    return async (request, peer) => {
      if (!http) return inProcess(request, peer);
      const before = sandbox.simulator(connector.id).ledger.length;
      if (strike && exchanges.length + 1 === strike.nth) {
        const { cut } = strike.cell;
        const isBeginning = cut.at === "connection" || cut.at === "handshake";
        // What is to break while a connection is made must be made.
        if (isBeginning) {
          await http.close();
          http = send(wire);
        }
        proxy.arm(cut, strike.cell.leaving);
      }
      const is = declared.get(peer.step.replace(/\.\d+$/, "")) ?? "session";
      const exchange = { step: peer.step, is, requestBody: request.body !== undefined } as const;
      const place = exchanges.push({ ...exchange, answerBody: false }) - 1;
      const response = await http.send(request, peer);
      if (strike && place + 1 === strike.nth) await proxy.left();
      exchanges[place] = { ...exchange, answerBody: response.bytes.length > 0 };
      growth[place] = sandbox.simulator(connector.id).ledger.length > before;
      return response;
    };
  };
  const watched = overheard(connector, ({ step, isHarmless, looksBack }) =>
    declared.set(step, looksBack ? "a look back" : isHarmless ? "harmless" : "able to move money"),
  );
  const shop = shopOf(watched, simulator, { sandbox, through });
  const move = await moves[name]?.(shop);
  if (!move) return undefined;
  if (!move.isContinued) await shop.events();
  const { ledger } = shop.processor;
  const ledgerBefore = ledger.length;
  const requestsBefore = proxy.requests;
  http = send(wire);
  try {
    const came = await made(move);
    const movedByCall = moved(shop.processor.ledger.slice(ledgerBefore), move.kind);
    const requests = proxy.requests - requestsBefore;
    if (strike) assert.ok(proxy.isMet, "the cut was met");
    return { move, shop, came, exchanges, growth, movedByCall, requests };
  } finally {
    await proxy.restore();
    await http.close();
    http = undefined;
  }
}
type OverWire = NonNullable<Awaited<ReturnType<typeof overWire>>>;

function operationOf(came: Came): Operation {
  return came.to === "answer" ? came.operation : assert.fail("nothing was sent, it says");
}
const shown = (came: Came): string =>
  came.to === "answer"
    ? `${nameOf(OperationStatus, came.operation.status)} ${toJson(came.operation.failure ?? {})}`
    : came.to;

/** Asserts what is said, does what it says, and holds the ledger against it. */
async function assertSaid(
  said: Said,
  { move, shop, came, movedByCall }: OverWire,
  healthy: Operation,
  turn: number,
): Promise<void> {
  switch (said) {
    case "WHOLE":
      assert.equal(operationOf(came).status, healthy.status, shown(came));
      assert.equal(operationOf(came).certainty, Certainty.DEFINITIVE);
      return;
    case "NOT_SENT":
      assert.equal(came.to, "NOT_SENT", shown(came));
      assert.equal(movedByCall, 0n);
      return repeated(move, shop, healthy);
    case "NOT_DONE": {
      const { status, certainty, failure } = operationOf(came);
      assert.equal(nameOf(OperationStatus, status), "FAILED", shown(came));
      assert.equal(certainty, Certainty.DEFINITIVE);
      assert.equal(failure?.retry, Retry.SAME_KEY_NOW, shown(came));
      assert.equal(movedByCall, 0n);
      return repeated(move, shop, healthy);
    }
    case "UNKNOWN": {
      const operation = operationOf(came);
      assert.equal(nameOf(OperationStatus, operation.status), "UNKNOWN", shown(came));
      assert.equal(operation.certainty, Certainty.UNKNOWN);
      assert.equal(operation.failure?.retry, Retry.LOOK_UP_FIRST);
      const ways = operation.resolution?.ways ?? [];
      assert.ok(ways.includes(Resolution_Way.ASK_PROCESSOR));
      const way = ways[turn % ways.length] ?? Resolution_Way.ASK_PROCESSOR;
      await goThe(way, move, operation).catch((error: unknown) => {
        throw new Error(`${nameOf(Resolution_Way, way)}: ${String(error)}`, { cause: error });
      });
    }
  }
}

/** What was certainly not done is done by the same call again, once. */
async function repeated(move: Move, shop: Shop, healthy: Operation): Promise<void> {
  const { status } = operationOf(await made(move));
  assert.equal(status, healthy.status, "the same call again");
  await shop.events();
  shop.wait(3600);
  const movedNow = moved(shop.processor.ledger.slice(move.before), move.kind);
  assert.ok(movedNow === 0n || movedNow === move.amount, `moved ${movedNow} of ${move.amount}`);
  if (status === SUCCEEDED) assert.equal(movedNow, move.amount, "done once");
}

/** All cells of one call: what is wrong in them, by the cell's name. */
async function wrongCells(wire: Wire, name: string, secured: boolean, count: () => void) {
  const healthy = await overWire(wire, name);
  if (!healthy) return [];
  const wrong: string[] = [];
  const usual = operationOf(healthy.came);
  // Some change only what was asked for as changeable, or after days: a card that is simply good is neither.
  if (name === "adjustPayment" && usual.status === FAILED) return [];
  assert.ok([SUCCEEDED, ACCEPTED].includes(usual.status as 2), shown(healthy.came));
  for (const [index, moves] of healthy.growth.entries())
    if (moves && healthy.exchanges[index]?.is !== "able to move money")
      wrong.push(`${healthy.exchanges[index]?.step} moves money and is called harmless`);
  const leaving: Leaving = secured ? "reset" : "closed";
  let turn = 0;
  for (const [index, exchange] of healthy.exchanges.entries()) {
    const before = healthy.exchanges.slice(0, index);
    const { requestBody, answerBody, step } = exchange;
    const fits = ({ cut, ofBody }: { readonly cut: Cut; readonly ofBody?: boolean }) =>
      !ofBody || (cut.at === "request" ? requestBody : answerBody);
    const cells: readonly (readonly [Cell, Said | undefined])[] = [
      ...[...beginnings(secured), ...broken.filter(fits).map((cell) => ({ ...cell, leaving }))].map(
        (cell) => [cell, undefined] as const,
      ),
      ...wholeCells.filter(fits).map((cell) => [cell, "WHOLE"] as const),
    ];
    for (const [cell, said] of cells) {
      const ways = everyWay ? [0, 1, 2, 3, 4] : [turn++];
      for (const way of ways)
        try {
          count();
          const struck = await overWire(wire, name, { nth: index + 1, cell });
          assert.ok(struck);
          const must = said ?? mustSay(before, exchange, cell, struck.move);
          const isWritten = cell.cut.at === "request" || cell.cut.at === "answer";
          if (must !== "WHOLE")
            assert.equal(struck.requests, index + (isWritten ? 1 : 0), "nothing is sent twice");
          await assertSaid(must, struck, usual, way);
        } catch (error) {
          wrong.push(`${step} (${index + 1}), ${cell.name}: ${String(error)}`);
        }
    }
  }
  return wrong;
}

for (const id of simulatedIds)
  for (const [transport, given] of [
    ["plaintext", undefined],
    ["TLS", certificates],
  ] as const) {
    const secured = transport === "TLS";
    const skip = secured && !given && "openssl is not installed: apt-get install openssl";
    describe(`cuts of ${id} over ${transport}`, { skip }, () => {
      if (skip) return;
      // Opened with the first test: a suite that is left out opens nothing, and closes nothing.
      let opened: ReturnType<typeof openWire> | undefined;
      after(async () => (await opened)?.close());
      for (const name of Object.keys(moves))
        test(name, async (t) => {
          let cells = 0;
          opened ??= openWire(id, given);
          const wire = await opened;
          const wrong = await wrongCells(wire, name, secured, () => {
            cells += 1;
          });
          t.diagnostic(cells > 0 ? `${cells} cells` : `${id} has no ${name}`);
          assert.deepEqual(wrong, []);
        });
    });
  }
