/** The operator's own port: metrics and probes over plain HTTP. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Health } from "./health.ts";
import type { Metrics } from "./metrics.ts";

export interface Admin {
  readonly port: number;
  close(): Promise<void>;
}

export async function serveAdmin(
  { address, port }: { readonly address: string; readonly port: number },
  { metrics, health }: { readonly metrics: Metrics; readonly health: Health },
): Promise<Admin> {
  const server = createServer(
    { maxHeaderSize: 8 << 10, headersTimeout: 5_000 },
    (request, response) => {
      const answer = (status: number, text: string, type = "text/plain; charset=utf-8") =>
        response.writeHead(status, { "content-type": type }).end(text);
      request.on("error", () => undefined).resume();
      if (request.method !== "GET") return answer(405, "GET only\n");
      switch (request.url) {
        case "/metrics":
          return metrics.text().then(
            (text) => answer(200, text, metrics.contentType),
            () => answer(500, "the metrics cannot be read\n"),
          );
        case "/livez":
          return answer(200, "alive\n");
        case "/readyz":
          return health.serving() ? answer(200, "serving\n") : answer(503, "not serving\n");
        default:
          return answer(404, "there are /metrics, /livez and /readyz\n");
      }
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, address, resolve);
  });
  return {
    // A TCP server that listens has such an address.
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
