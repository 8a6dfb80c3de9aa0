/** Structured logs, one line of audit for each call: who, what, with which connector, and what came of it. Never payload. */
import { type DestinationStream, destination, type Logger, pino } from "pino";
import type { Interceptor, ServiceCall } from "./handler.ts";
import { answered, type Outcome, refused } from "./outcome.ts";
import type { Level } from "./schema.ts";

export interface Log {
  readonly logger: Logger;
  /** Everything that was logged is written. */
  flush(): void;
}

/** To standard output unless `to` names another descriptor, file or stream. Lines are written in the background, in order. */
export function createLog(level: Level, to: number | string | DestinationStream = 1): Log {
  const options = { level, base: null, timestamp: () => `,"time":"${new Date().toISOString()}"` };
  if (typeof to === "object") return { logger: pino(options, to), flush: () => undefined };
  const out = destination({ dest: to, sync: false });
  return { logger: pino(options, out), flush: () => out.flushSync() };
}

export const logged =
  (logger: Logger): Interceptor =>
  (next) =>
  async (call) => {
    try {
      const message = await next(call);
      logger.info(line(call, answered(message)), "call");
      return message;
    } catch (error) {
      const outcome = refused(error);
      if (outcome.outcome === "INTERNAL")
        logger.error({ ...line(call, outcome), fault: faultOf(error) }, "call");
      else logger.info(line(call, outcome), "call");
      throw error;
    }
  };

const line = ({ record, route, ...call }: ServiceCall, outcome: Outcome) => ({
  requestId: call.requestId,
  caller: record.caller,
  address: call.peer.address,
  rpc: `${route.service}/${route.name}`,
  encoding: call.encoding,
  account: record.account,
  connector: record.connector,
  ...outcome,
  milliseconds: Math.round((performance.now() - call.arrived) * 10) / 10,
  bytes: record.size,
  traceId: record.traceId,
});

/** Where a fault is. Its text only where the engine wrote it about the program: others may quote what was being read. */
export function faultOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const aboutProgram = error instanceof TypeError || error instanceof ReferenceError;
  const frames = (error.stack ?? "").split("\n").filter((one) => /^\s+at /.test(one));
  return {
    type: error.name,
    ...(aboutProgram && { message: error.message }),
    at: frames.slice(0, 8).map((one) => one.trim()),
    ...(error.cause instanceof Error && { cause: faultOf(error.cause) }),
  };
}
