/** A caller beside a flood, in a thread of its own, so that it waits for the service and not for the attacker: tells of each call. */
import { setTimeout as sleep } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { grpc, json } from "./calling.ts";

/** What became of a call, and the milliseconds that it took. */
export interface Told {
  readonly answer: string | number;
  readonly milliseconds: number;
}

const { url } = workerData as { readonly url: string };
for (let turn = 0; ; turn += 1) {
  const begun = performance.now();
  const answer = await (turn % 2 === 0 ? grpc(url) : json(url)).then(
    ({ status }) => status,
    (error: unknown) => String(error),
  );
  const told: Told = { answer, milliseconds: performance.now() - begun };
  parentPort?.postMessage(told);
  await sleep(5);
}
