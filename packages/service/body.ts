/** Reads request bodies: bounded each, and bounded all together. */
import type { Readable } from "node:stream";
import { CallError } from "#runtime";
import { StatusError } from "./errors.ts";

export interface Bodies {
  /** Bytes of the largest message. */
  readonly largest: number;
  open(source: Readable, headroom?: number): Body;
}
export interface Body {
  /** Throws CallError MALFORMED where it is too large, OVERLOADED where all bodies together are; StatusError canceled where the caller left. */
  bytes(): Promise<Buffer>;
  /** Gives its share of the memory back: when the call is over. */
  close(): void;
}

/** `largest` bytes a body, `together` bytes for all that are held at a time. */
export function createBodies(limits: {
  readonly largest: number;
  readonly together: number;
}): Bodies {
  let held = 0;
  return {
    largest: limits.largest,
    open(source, headroom = 0) {
      const most = limits.largest + headroom;
      let size = 0;
      let closed = false;
      let read: Promise<Buffer> | undefined;
      const take = (bytes: number) => {
        if (closed) throw new StatusError("canceled", "the call is over");
        size += bytes;
        held += bytes;
        if (size > most)
          throw new CallError("MALFORMED", `the message is larger than ${limits.largest} bytes`);
        if (held > limits.together)
          throw new CallError("OVERLOADED", "too many large requests at a time");
      };
      return {
        bytes: () => (read ??= collect(source, take)),
        close() {
          closed = true;
          held -= size;
          size = 0;
        },
      };
    },
  };
}

function collect(source: Readable, take: (bytes: number) => void): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let over = false;
    const fail = (error: Error) => {
      over = true;
      chunks.length = 0;
      reject(error);
    };
    source.on("data", (chunk: Buffer) => {
      // What comes after a refusal is not kept; the transport ends the stream.
      if (over) return;
      try {
        take(chunk.length);
        chunks.push(chunk);
      } catch (error) {
        fail(error instanceof Error ? error : new Error("unreadable"));
      }
    });
    source.on("end", () => {
      if (over) return;
      over = true;
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
    });
    const left = () => {
      if (!over) fail(new StatusError("canceled", "the caller went away"));
    };
    source.on("aborted", left);
    source.on("error", left);
    source.on("close", left);
    if (source.destroyed) left();
  });
}
