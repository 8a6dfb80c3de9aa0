/** Begins a call: what every transport does before its handlers run. */
import { randomUUID } from "node:crypto";
import type { Message } from "@bufbuild/protobuf";
import { InvalidRequest } from "#kit";
import type { Header, ServiceCall } from "./handler.ts";

export type Begun = Omit<ServiceCall, "requestId" | "arrived" | "deadline" | "record" | "receive">;

/** `x-request-id` as it came, or a new one. One that could not be logged and returned as it is, is refused by `receive`. */
export function beginCall(begun: Begun, receive: () => Promise<Message>): ServiceCall {
  const given = begun.header("x-request-id");
  const usable = given === undefined || /^[\w.:/+=@-]{1,128}$/.test(given);
  let received: Promise<Message> | undefined;
  return {
    ...begun,
    requestId: usable && given !== undefined ? given : randomUUID(),
    arrived: performance.now(),
    deadline: Number.POSITIVE_INFINITY,
    record: {},
    receive: usable ? () => (received ??= receive()) : () => Promise.reject(unusableId()),
  };
}
const unusableId = () =>
  new InvalidRequest({
    field: "x-request-id",
    problem: "must be 1 to 128 letters, digits and . : / + = @ _ -",
  });

/** The id alone, where there is no call. */
export function requestIdOf(header: Header): string {
  const given = header("x-request-id");
  return given !== undefined && /^[\w.:/+=@-]{1,128}$/.test(given) ? given : randomUUID();
}
