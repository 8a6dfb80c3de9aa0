/**
 * The figures that the regression guard holds: CPU time as a ratio to a floor of the same process and run, so that a
 * slow or busy machine makes both longer. `packages/testing/speed.test.ts` runs it; so may you:
 *
 *   node bench/ratios.ts
 */
import { createHmac } from "node:crypto";
import { plainestCalls, repeated, webhookCalls } from "./calls.ts";
import { processors } from "./card.ts";
import { type Candidate, inRounds } from "./measure.ts";
import { startLoader, startServer, visited } from "./processes.ts";

/** The least of many short rounds: what else runs on the machine can only lengthen them. */
async function leasts(candidates: readonly Candidate[]): Promise<ReadonlyMap<string, number>> {
  const figures = await inRounds(candidates, { rounds: 15, milliseconds: 20, warm: 300 });
  return new Map([...figures].map(([name, own]) => [name, Math.min(...own)]));
}

/** A whole card payment in process, against reading all the answers and writing all the requests as JSON. */
async function calls(): Promise<readonly (readonly [string, number])[]> {
  const chosen = (await plainestCalls()).filter(
    ({ connector, fixture }) =>
      fixture.flow === "authorizePayment" && processors.some((name) => name === connector.id),
  );
  const texts = chosen.flatMap(({ fixture }) =>
    fixture.exchanges.map(({ response }) => response.body),
  );
  const requests = chosen.map(({ fixture }) => fixture.request);
  const floor = () => {
    for (const text of texts) JSON.parse(text);
    for (const request of requests) JSON.stringify(request);
  };
  const figures = await leasts([
    { name: "floor", call: floor },
    ...chosen.map((call) => ({ name: call.connector.id, call: repeated(call) })),
  ]);
  return ratios("call", figures);
}

/** A verified webhook, against reading its JSON and one HMAC over it. */
async function webhooks(): Promise<readonly (readonly [string, number])[]> {
  const chosen = (await webhookCalls()).filter(({ connector }) =>
    processors.some((name) => name === connector.id),
  );
  const bodies = chosen.map(({ fixture }) => fixture.body ?? "{}");
  const floor = () => {
    for (const body of bodies) {
      JSON.parse(body);
      createHmac("sha256", "key").update(body).digest("hex");
    }
  };
  const figures = await leasts([
    { name: "floor", call: floor },
    ...chosen.map((call) => ({ name: call.connector.id, call: repeated(call) })),
  ]);
  return ratios("webhook", figures);
}

const ratios = (kind: string, figures: ReadonlyMap<string, number>) =>
  [...figures]
    .filter(([name]) => name !== "floor")
    .map(([name, figure]) => [`${kind} ${name}`, figure / (figures.get("floor") ?? 0)] as const);

/** The service from socket to socket, the least of its rounds, against node:http2 → undici → JSON. */
async function service(): Promise<readonly (readonly [string, number])[]> {
  const processor = await startServer({ role: "processor", origin: "" });
  const origin = `http://127.0.0.1:${processor.port}`;
  const floor = await startServer({ role: "floor", origin });
  const served = await startServer({ role: "service", origin });
  const loader = await startLoader();
  try {
    const cpu = async (speech: "floor" | "grpc" | "json", milliseconds: number) => {
      const server = speech === "floor" ? floor : served;
      return (await visited(loader, [server], { speech, callers: 16, milliseconds })).cpu;
    };
    const speeches = ["floor", "grpc", "json"] as const;
    const seen = { floor: [] as number[], grpc: [] as number[], json: [] as number[] };
    for (const speech of speeches) await cpu(speech, 1_500);
    for (let round = 0; round < 9; round += 1)
      for (const speech of speeches) seen[speech].push(await cpu(speech, 200));
    const least = (speech: (typeof speeches)[number]) => Math.min(...seen[speech]);
    return [
      ["service gRPC", least("grpc") / least("floor")],
      ["service JSON", least("json") / least("floor")],
    ];
  } finally {
    for (const each of [processor, floor, served, loader]) each.close();
  }
}

const all = [...(await calls()), ...(await webhooks()), ...(await service())];
console.log(
  JSON.stringify(
    Object.fromEntries(all.map(([name, ratio]) => [name, Math.round(ratio * 100) / 100])),
  ),
);
process.exit(0);
