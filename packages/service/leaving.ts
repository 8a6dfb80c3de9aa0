/** How an HTTP/2 connection is let go: between two calls, and never under one that may be on its way. */
import { constants, type ServerHttp2Session, type ServerHttp2Stream } from "node:http2";

export interface Leaving {
  /** A call has come, and is not answered yet. */
  began(stream: ServerHttp2Stream): void;
  /**
   * Asks the other end to go. Whoever waits for an answer is told at once, and before that answer, so that whoever makes
   * one call at a time (as nginx does) makes none that crosses the notice. Whoever waits for nothing is told by the next
   * call, which is answered, or after `idle` milliseconds without one.
   */
  retire(idle: number): void;
}

/** Milliseconds in which the other end says that it has read the notice. */
const NOTICE = 500;
/** The highest stream that there can be: RFC 9113, section 6.8. */
const ANY_STREAM = 2 ** 31 - 1;

/** `patience`: milliseconds for the answers that are waited for, from the notice on. */
export function leaving(session: ServerHttp2Session, patience: number): Leaving {
  const open = new Set<ServerHttp2Stream>();
  let last = performance.now();
  let retired = false;
  let told = false;
  let later: NodeJS.Timeout | undefined;

  const close = () => {
    if (!session.destroyed) session.close();
  };
  const tell = () => {
    if (told || session.destroyed || session.closed) return;
    told = true;
    session.goaway(constants.NGHTTP2_NO_ERROR, ANY_STREAM);
    // nghttp2 takes no stream after this. Which it took, the notice of the close says, so that the rest is made elsewhere.
    session.ping(close);
    setTimeout(close, NOTICE).unref();
    setTimeout(() => session.destroy(), patience).unref();
  };
  const waits = () => [...open].some((stream) => !stream.writableEnded);
  return {
    began(stream) {
      last = performance.now();
      open.add(stream);
      stream.once("close", () => {
        last = performance.now();
        open.delete(stream);
      });
      if (retired) tell();
    },
    retire(idle) {
      retired = true;
      clearTimeout(later);
      const quiet = performance.now() - last;
      if (waits() || quiet >= idle) tell();
      else later = setTimeout(tell, idle - quiet).unref();
    },
  };
}
