/** What is wrong with a request, by the fields that it is wrong with. */
import type { DescMessage, Message } from "@bufbuild/protobuf";
import { type AnyConnector, InvalidRequest } from "#kit";
import { checkRequest } from "../runtime/guard.ts";

export function faultsOf(
  connector: AnyConnector,
  flow: Parameters<typeof checkRequest>[1],
  desc: DescMessage,
  request: Message,
): ReadonlyMap<string, string> {
  try {
    checkRequest(connector, flow, desc, request);
  } catch (error) {
    if (!(error instanceof InvalidRequest)) throw error;
    return new Map(error.violations.map(({ field, problem }) => [field, problem]));
  }
  return new Map();
}
