/** Sends again what certainly was not sent, and nothing else. */
import { setTimeout as sleep } from "node:timers/promises";
import { type Around, SendFailure } from "./send.ts";

/** `times` 0 means that nothing is ever sent twice. */
export const withRetries =
  (times: number): Around =>
  (next) =>
  async (request, peer) => {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await next(request, peer);
      } catch (error) {
        const mayRepeat = error instanceof SendFailure && !error.written && attempt < times;
        const pause = 50 * 2 ** attempt;
        if (!mayRepeat || peer.deadline - performance.now() < 2 * pause) throw error;
        await sleep(pause);
      }
    }
  };
