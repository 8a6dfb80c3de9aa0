/** Loaded into a service (`--import`) to plant what the soak must find: at calls over HTTP/1.1 some memory, descriptors and timers. */
import { EventEmitter } from "node:events";
import { openSync } from "node:fs";

/** One for so many calls. */
const EACH = 3;
const BYTES = 256 << 10;

const kept: unknown[] = [];
const { emit } = EventEmitter.prototype;
EventEmitter.prototype.emit = function (name, ...given) {
  if (name === "request") {
    kept.push(Buffer.alloc(BYTES, 1));
    if (kept.length % EACH === 0)
      kept.push(
        openSync("/dev/null", "r"),
        setInterval(() => kept, 60_000),
      );
  }
  return emit.call(this, name, ...given);
};
