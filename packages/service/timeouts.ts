/** How callers say what time they have. */
import type { Header } from "./handler.ts";

const millisecondsPer = { H: 3_600_000, M: 60_000, S: 1_000, m: 1, u: 1e-3, n: 1e-6 } as const;

/** `grpc-timeout: 10S`: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md. NaN where it is not one. */
export function grpcTimeout(header: Header): number | undefined {
  const text = header("grpc-timeout");
  if (text === undefined) return undefined;
  const [, digits, unit] = /^(\d{1,8})([HMSmun])$/.exec(text) ?? [];
  if (digits === undefined) return Number.NaN;
  // The pattern names exactly the table's keys.
  return Number(digits) * millisecondsPer[unit as keyof typeof millisecondsPer];
}

/** `connect-timeout-ms: 10000`: https://connectrpc.com/docs/protocol. NaN where it is not one. */
export function connectTimeout(header: Header): number | undefined {
  const text = header("connect-timeout-ms");
  if (text === undefined) return undefined;
  return /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
}
