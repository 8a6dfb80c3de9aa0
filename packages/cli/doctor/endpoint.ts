/** A service that runs: whether it takes calls. For probes of containers, too. */
import { parseJson } from "#kit";
import { textAt } from "#simulate";
import { exits, Stop } from "../command.ts";
import type { Finding } from "./finding.ts";

export async function checkEndpoint(text: string): Promise<readonly Finding[]> {
  if (!URL.canParse(text) || !/^https?:/.test(text))
    throw new Stop(
      exits.usage,
      `--endpoint ${text} is not an address`,
      "such as http://127.0.0.1:8080",
    );
  const advice = "start one with `connector-service serve`, or look into its log";
  try {
    const response = await fetch(new URL("/grpc.health.v1.Health/Check", text), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
      signal: AbortSignal.timeout(5_000),
    });
    const status = textAt(parseJson(await response.text()), "status");
    if (status === "SERVING") return [{ state: "fine", what: `${text} is serving` }];
    return [
      {
        state: "wrong",
        what: `${text} says ${status ?? `HTTP status ${response.status}`}`,
        advice,
      },
    ];
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const reason = cause instanceof Error ? cause.message : String(cause);
    return [{ state: "wrong", what: `${text} does not answer: ${reason}`, advice }];
  }
}
