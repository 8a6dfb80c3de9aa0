/** The sandbox as the runtime's way to send: no port, the same certainty as over a socket. */
import { FailureCode } from "#contract";
import { type Send, SendFailure } from "#runtime";
import type { Sandbox } from "./host.ts";
import { type Sleep, sendTo } from "./send.ts";

export function sandboxSend(sandbox: Sandbox, sleep?: Sleep): Send {
  const send = sendTo(sandbox, sleep);
  return async (request, { deadline, signal }) => {
    const out = AbortSignal.timeout(Math.max(0, Math.ceil(deadline - performance.now())));
    const ending = await send(request, signal ? AbortSignal.any([signal, out]) : out);
    if (ending.kind === "answer") return ending.response;
    throw new SendFailure("the connection ended without an answer", {
      written: ending.sent,
      code: ending.sent ? FailureCode.TIMED_OUT : FailureCode.PROCESSOR_UNREACHABLE,
    });
  };
}
