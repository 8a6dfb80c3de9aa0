/** Puts an outcome on a socket, to the byte: answers whole, late, in drips, or cut off. */
import type { ServerResponse } from "node:http";
import type { HttpResponse } from "../kit/http.ts";
import type { Handled } from "./running.ts";
import type { Timers } from "./timers.ts";

/** Pieces of a dripping body. */
const DRIPS = 10;

export function transmit(reply: ServerResponse, { outcome, finish }: Handled, timers: Timers) {
  if (outcome.kind === "answer") return answer(reply, outcome.response);
  if (outcome.kind === "cut") return cut(reply, outcome.received);
  const { response, milliseconds, dripping } = outcome;
  if (dripping) drip(reply, response, milliseconds, timers);
  timers.after(milliseconds, () => {
    finish();
    if (!dripping) answer(reply, response);
    else if (!reply.destroyed) reply.end();
  });
}

export function answer(reply: ServerResponse, { status, headers, bytes }: HttpResponse): void {
  if (reply.destroyed) return;
  reply.writeHead(status, headers).end(bytes);
}

function cut(reply: ServerResponse, received: Uint8Array) {
  const { socket } = reply.req;
  // The end comes after the bytes and not as a reset, which could take them away again.
  if (received.length > 0) socket.end(received, () => socket.destroy());
  else socket.destroy();
}

function drip(reply: ServerResponse, response: HttpResponse, milliseconds: number, timers: Timers) {
  const { status, headers, bytes } = response;
  reply.writeHead(status, headers).flushHeaders();
  for (let index = 0; index < DRIPS; index += 1) {
    const piece = bytes.subarray(
      Math.floor((bytes.length * index) / DRIPS),
      Math.floor((bytes.length * (index + 1)) / DRIPS),
    );
    timers.after((milliseconds * (index + 1)) / (DRIPS + 1), () => {
      if (!reply.destroyed && piece.length > 0) reply.write(piece);
    });
  }
}
