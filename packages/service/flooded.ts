/** A service in a process of its own, for tests that attack it: tells its port, and what it holds when it is asked. */
import { readdirSync } from "node:fs";
import { pino } from "pino";
import { heldBytes } from "../testing/fuzz/growth.ts";
import { start } from "./calling.ts";

const service = await start(
  undefined,
  {},
  { log: { logger: pino({ level: "silent" }), flush: () => undefined } },
);
let asked = 0;
process.on("message", () => {
  asked += 1;
  process.send?.({
    asked,
    heap: heldBytes(),
    resident: process.memoryUsage().rss,
    // Of Linux; nothing is told elsewhere.
    descriptors: process.platform === "linux" ? readdirSync("/proc/self/fd").length : 0,
  });
});
process.on("disconnect", () => process.exit());
process.send?.({ port: service.port });
