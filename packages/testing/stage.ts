/** Stages: where histories happen, each a processor in this thread that is asked without a network. */
import { strict as assert } from "node:assert";
import { type AuthorizePaymentRequest, CaptureMode, FailureCode } from "#contract";
import type { AnyConnector } from "#kit";
import { type Send, SendFailure } from "#runtime";
import type { Simulator } from "#simulate";
import { type Sandbox, sendTo } from "#simulators";
import { holds } from "./journey.ts";
import { cardSample, openShop, requestFor } from "./shop.ts";

/** Where histories happen: a processor that is forgotten after each. */
export interface Stage {
  readonly connector: AnyConnector;
  readonly simulator: Simulator;
  readonly sandbox: Sandbox;
  readonly send: Send;
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
    send: undelayed(sandbox),
    asks: (mode) => (mode === CaptureMode.MANUAL ? held : taken),
    canHold: holds(shop),
  };
}

/** As `sandboxSend` sends, without the timers that a delay would need. */
function undelayed(sandbox: Sandbox): Send {
  const send = sendTo(sandbox);
  return async (request) => {
    const ending = await send(request);
    if (ending.kind === "answer") return ending.response;
    throw new SendFailure("the connection ended without an answer", {
      written: ending.sent,
      code: ending.sent ? FailureCode.TIMED_OUT : FailureCode.PROCESSOR_UNREACHABLE,
    });
  };
}
