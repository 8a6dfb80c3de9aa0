/** Whether a port can be had on loopback. */
import { createServer } from "node:net";
import { textAt } from "#simulate";
import type { Finding } from "./finding.ts";

export async function checkPort(what: string, port: number): Promise<readonly Finding[]> {
  const problem = await problemWith(port);
  if (problem === undefined)
    return [{ state: "fine", what: `port ${port} is free for the ${what}` }];
  if (problem === "EADDRINUSE")
    return [
      {
        state: "odd",
        what: `port ${port}, the ${what}'s, is taken`,
        advice: `if that is not a ${what} of yours, choose another with --port`,
      },
    ];
  return [
    {
      state: "wrong",
      what: `port ${port}, the ${what}'s, cannot be had: ${problem}`,
      advice: "choose one from 1024 on with --port",
    },
  ];
}

/** The system's word for why not; undefined where it can be had. */
function problemWith(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve(textAt(error, "code") ?? error.message));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(undefined)));
  });
}
