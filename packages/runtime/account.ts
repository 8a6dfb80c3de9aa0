/** Whose call it is: credentials, sub-account and options, checked against the connector's declaration. */
import { isMessage, type Message, toJson as messageToJson } from "@bufbuild/protobuf";
import { type AnyConnector, checkSettings, InvalidRequest, Unsupported } from "#kit";
import { CallError } from "./errors.ts";
import { contractRegistry } from "./redact.ts";
import type { Run } from "./run.ts";
import type { Call } from "./runtime.ts";

/** A sub-account stands in for the credential that names it, or goes to `authenticate` by itself. */
export function accountOf(connector: AnyConnector, call: Call, live: boolean) {
  const place = connector.subAccount;
  if (call.subAccount !== undefined && !place)
    throw new Unsupported(`${connector.name} has no sub-accounts`);
  if (call.subAccount !== undefined && !/^[\w.:-]{1,128}$/.test(call.subAccount))
    throw new InvalidRequest({ field: "x-connector-sub-account", problem: "is not an account id" });
  const given =
    call.subAccount !== undefined && place && place !== "header"
      ? { ...asRecord(call.credentials), [place]: call.subAccount }
      : call.credentials;
  const { values, violations } = checkSettings(connector.credentials, given, "credentials");
  if (violations)
    throw new CallError(
      "INVALID_CREDENTIALS",
      `credentials of ${connector.name}: ${violations.map(({ field, problem }) => `${field} ${problem}`).join("; ")}`,
      {
        violations,
      },
    );
  // The same host serves both at some processors: only the key says whether money is real.
  const mode = connector.modeOf?.(values);
  if (mode && mode !== (live ? "live" : "test"))
    throw new CallError(
      "INVALID_CREDENTIALS",
      `these credentials of ${connector.name} are for ${mode}, and this service is not`,
    );
  return {
    credentials: values,
    subAccount: place === "header" ? call.subAccount : undefined,
  };
}
const asRecord = (value: unknown): object =>
  typeof value === "object" && value !== null ? value : {};

export function optionsOf(connector: AnyConnector, request: Message): Run["options"] {
  const { connectorOptions } = request as { connectorOptions?: Record<string, unknown> };
  const own = connectorOptions?.[connector.id];
  if (!own) return {};
  const place = `connectorOptions.${connector.id}`;
  const { values, violations } = checkSettings(connector.options ?? {}, plain(own), place);
  if (violations) throw new InvalidRequest(...violations);
  return values;
}
/** protobuf-es keeps a Struct as a plain object in a map, and as a message elsewhere. */
const plain = (value: unknown): unknown =>
  isMessage(value)
    ? messageToJson(contractRegistry.getMessage(value.$typeName) ?? fail(), value)
    : value;
function fail(): never {
  throw new InvalidRequest({ field: "connectorOptions", problem: "cannot be read" });
}
