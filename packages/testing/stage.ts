/** Stages: where histories happen, each a processor in this thread that is asked without a network. */
import { strict as assert } from "node:assert";
import { type AuthorizePaymentRequest, CaptureMode, FailureCode } from "#contract";
import type { AnyConnector } from "#kit";
import { type Send, SendFailure } from "#runtime";
import type { Simulator } from "#simulate";
import { type Sandbox, type Sleep, sendTo } from "#simulators";
import { holds } from "./journey.ts";
import { cardSample, openShop, requestFor } from "./shop.ts";

/** Where histories happen: a processor that is forgotten after each. */
export interface Stage {
  readonly connector: AnyConnector;
  readonly simulator: Simulator;
  readonly sandbox: Sandbox;
  /** What the merchant asks for, but for its reference. */
  readonly asks: (mode: CaptureMode) => AuthorizePaymentRequest;
  readonly canHold: boolean;
}

export async function openStage(id: string): Promise<Stage> {
  const shop = await openShop(id);
  const { connector, sandbox } = shop;
  const { simulator } = shop.processor;
  const asked = [CaptureMode.AUTOMATIC, CaptureMode.MANUAL].map((mode) =>
    requestFor(shop, cardSample(shop), mode),
  );
  const [taken = assert.fail(), held = assert.fail()] = asked;
  return {
    connector,
    simulator,
    sandbox,
    asks: (mode) => (mode === CaptureMode.MANUAL ? held : taken),
    canHold: holds(shop),
  };
}

/** As long as the service waits for an answer, by the processor's clock. */
const PATIENCE = 30_000;
/** The longest delay: half of what is delayed outlasts the patience. */
export const SLOWEST = 2 * PATIENCE;

/**
 * As `sandboxSend` sends, on the processor's clock: a delay moves it on, and nobody waits. What outlasts the patience is
 * given up, and goes on at the processor until its time is over.
 */
export function sendOnItsClock(sandbox: Sandbox, id: string): Send {
  const { world } = sandbox.simulator(id);
  const underway = new Map<() => void, number>();
  /** True where something came to its end. */
  const ends = (): boolean => {
    const over = [...underway].filter(([, due]) => due <= world.now().getTime());
    for (const [end] of over) {
      underway.delete(end);
      end();
    }
    return over.length > 0;
  };
  return async (request) => {
    // What ends does so before this is asked.
    if (underway.size > 0 && ends()) await undefined;
    const gaveUp = new AbortController();
    const sleep: Sleep = (milliseconds) => {
      const due = world.now().getTime() + milliseconds;
      sandbox.advance(Math.min(milliseconds, PATIENCE) / 1000);
      if (milliseconds <= PATIENCE) return Promise.resolve();
      queueMicrotask(() => gaveUp.abort());
      const { promise, resolve } = Promise.withResolvers<void>();
      underway.set(resolve, due);
      return promise;
    };
    const ending = await sendTo(sandbox, sleep)(request, gaveUp.signal);
    if (ending.kind === "answer") return ending.response;
    throw new SendFailure("the connection ended without an answer", {
      written: ending.sent,
      code: ending.sent ? FailureCode.TIMED_OUT : FailureCode.PROCESSOR_UNREACHABLE,
    });
  };
}
