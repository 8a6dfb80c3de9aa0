/** How a command that serves comes to its end. */
import { exits, Stop } from "./command.ts";

/**
 * Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. `withInput`: or when standard input
 * ends, which it does when whoever started this process is gone, however that came.
 */
export function untilStopped(withInput = false): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      for (const signal of signals) process.off(signal, stop);
      process.stdin.destroy();
      resolve();
    };
    for (const signal of signals) process.on(signal, stop);
    if (withInput) process.stdin.once("end", stop).once("error", stop).resume();
  });
}
const signals = ["SIGINT", "SIGTERM"] as const;

/** Says what to do where a port cannot be had. */
export async function onPort<Served>(port: number, serve: () => Promise<Served>): Promise<Served> {
  try {
    return await serve();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EADDRINUSE")
      throw new Stop(
        exits.usage,
        `port ${port} is taken`,
        "end what listens there, or choose another with --port (0 for any free one)",
      );
    if (code === "EACCES")
      throw new Stop(
        exits.usage,
        `port ${port} may not be used by this user`,
        "choose one from 1024 on with --port",
      );
    throw error;
  }
}
