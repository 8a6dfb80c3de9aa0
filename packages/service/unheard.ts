/**
 * Streams that HTTP/2 refuses below us, as those whose headers unfold to more than is taken: nobody here is told of them,
 * and each costs the time of its unfolding. A connection that begins many is closed.
 */
import type { ServerHttp2Session } from "node:http2";
import type { Socket } from "node:net";

export interface Unheard {
  /** A stream has come that we are told of. */
  began(): void;
  /** Closes the connection if it is one of those: the calls that it has are answered, and no other is begun. */
  look(): void;
}

/** Bytes since the last look, under which nothing can have cost much. */
const LITTLE = 64 << 10;
/** Streams that may be refused on a connection. A caller may also leave numbers out, having thought better of a call. */
export const MOST_REFUSED = 100;

/** `waiting`: bytes of the calls that it may have open when it is closed; whoever sends more is cut. */
export function unheard(session: ServerHttp2Session, socket: Socket, waiting: number): Unheard {
  let heard = 0;
  let seen = 0;
  let closedAt: number | undefined;
  return {
    began() {
      heard += 1;
    },
    look() {
      const { bytesRead } = socket;
      if (session.destroyed || bytesRead - seen < LITTLE) return;
      seen = bytesRead;
      if (closedAt !== undefined) {
        if (bytesRead - closedAt > waiting) session.destroy();
        return;
      }
      // A caller's streams have the odd numbers, each higher than the one before: RFC 9113, section 5.1.1.
      const begun = ((session.state.lastProcStreamID ?? 0) + 1) / 2;
      if (begun - heard <= MOST_REFUSED) return;
      closedAt = bytesRead;
      session.close();
    },
  };
}
