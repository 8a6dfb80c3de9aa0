/** The way to a simulator without a port: a request as data in, what the client would have seen out. */
import { bytesOf, type HttpRequest } from "../kit/http.ts";
import type { Sandbox } from "./host.ts";
import type { Arrival, Handled } from "./running.ts";
import { cutAfter, type Ending } from "./wire.ts";

/** Waits out a delayed answer. `abandoned` aborts when nobody waits for it any more; the wait goes on all the same. */
export type Sleep = (milliseconds: number, abandoned: AbortSignal) => Promise<void>;

/**
 * Answers a request to any URL of the sandbox (`sandboxHosts(sandbox.origin, …)`). Throws an Error for any other URL:
 * nothing ever leaves the process. A delayed answer comes when its time is over; who aborts before gets a cut with what
 * had come by then, while the processor works on.
 */
export const sendTo =
  (sandbox: Sandbox, sleep: Sleep = inRealTime) =>
  async (request: HttpRequest, signal?: AbortSignal): Promise<Ending> => {
    const address = sandbox.addressOf(request.url);
    if (!address) throw new Error(`${originOf(request.url)} is not an address of the sandbox`);
    if (signal?.aborted) return { kind: "cut", sent: false, received: new Uint8Array() };
    const { simulator, host, target } = address;
    const running = sandbox.simulator(simulator);
    return ended(running.handle(arrivalOf(request, target, host)), sleep, signal);
  };

function arrivalOf({ method, url, headers, body }: HttpRequest, target: string, host: string) {
  const own = body ? { "content-type": body.type } : {};
  const given = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  const arrival: Arrival = {
    method,
    target,
    headers: { host: new URL(url).host, ...own, ...Object.fromEntries(given) },
    bytes: bytesOf(body),
    host,
  };
  return arrival;
}

async function ended(
  { outcome, finish }: Handled,
  sleep: Sleep,
  signal: AbortSignal | undefined,
): Promise<Ending> {
  if (outcome.kind !== "delayed") return outcome;
  const { response, milliseconds, dripping } = outcome;
  const abandoned = new AbortController();
  const slept = sleep(milliseconds, abandoned.signal).finally(finish);
  const aborted = new Promise<void>((resolve) => {
    const abort = () => {
      abandoned.abort();
      resolve();
    };
    signal?.addEventListener("abort", abort, { once: true });
    void slept.finally(() => signal?.removeEventListener("abort", abort)).catch(() => {});
  });
  await Promise.race([slept, aborted]);
  if (!abandoned.signal.aborted) return { kind: "answer", response };
  const received = dripping ? cutAfter("body", 0, response) : new Uint8Array();
  return { kind: "cut", sent: true, received };
}

const inRealTime: Sleep = (milliseconds, abandoned) =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    abandoned.addEventListener("abort", () => timer.unref(), { once: true });
  });

/** Without path and query, which may carry what does not belong in an error. */
const originOf = (url: string) => (URL.canParse(url) ? new URL(url).origin : "what was given");
