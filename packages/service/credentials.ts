/** Whose call it is: from headers to the runtime's call. */
import { InvalidRequest } from "#kit";
import { type Call, CallError } from "#runtime";
import type { Accounts } from "./accounts.ts";
import type { Caller } from "./callers.ts";
import { rows } from "./errors.ts";
import type { Header, ServiceCall } from "./handler.ts";

/** Bytes of `x-connector-credentials`. */
const LARGEST = 4096;

/** Throws InvalidRequest, or CallError UNKNOWN_ACCOUNT, INVALID_CREDENTIALS or PERMISSION_DENIED. */
export function runtimeCall(call: ServiceCall, accounts: Accounts): Call {
  const { header, caller, record } = call;
  if (!caller) throw new CallError("UNAUTHENTICATED", rows.UNAUTHENTICATED.text);
  const account = header("x-connector-account");
  const whose =
    account === undefined
      ? ownCredentials(header, caller)
      : configured(account, header, caller, accounts);
  if (account !== undefined) record.account = account;
  record.connector = whose.connector;
  return {
    ...whose,
    deadline: call.deadline,
    signal: call.signal,
    requestId: call.requestId,
    includeRaw: includeRaw(header, caller),
  };
}

type Whose = Pick<Call, "connector" | "credentials" | "certificate" | "subAccount" | "hosts">;

function configured(name: string, header: Header, caller: Caller, accounts: Accounts): Whose {
  const vain = ["x-connector", "x-connector-credentials"].filter(
    (one) => header(one) !== undefined,
  );
  if (vain.length > 0)
    throw new InvalidRequest(
      ...vain.map((field) => ({ field, problem: "does not go with x-connector-account" })),
    );
  const account = accounts.get(name);
  const allowed = caller.accounts === "all" || caller.accounts.has(name);
  // The same words for both, so that nobody learns which accounts there are.
  if (!account || !allowed) throw new CallError("UNKNOWN_ACCOUNT", rows.UNKNOWN_ACCOUNT.text);
  const { connector, credentials, certificate, hosts } = account;
  const asked = header("x-connector-sub-account");
  if (asked !== undefined && account.subAccount !== undefined && asked !== account.subAccount)
    throw new CallError("PERMISSION_DENIED", "this account is bound to another sub-account");
  return { connector, credentials, certificate, hosts, subAccount: account.subAccount ?? asked };
}

function ownCredentials(header: Header, caller: Caller): Whose {
  const connector = header("x-connector");
  if (connector === undefined)
    throw new InvalidRequest({
      field: "x-connector",
      problem: "or x-connector-account is required as a header",
    });
  if (!caller.ownCredentials)
    throw new CallError(
      "PERMISSION_DENIED",
      "this caller uses configured accounts only: x-connector-account",
    );
  return {
    connector,
    credentials: credentialsIn(header("x-connector-credentials")),
    subAccount: header("x-connector-sub-account"),
  };
}

function credentialsIn(text: string | undefined): unknown {
  if (text === undefined)
    throw new CallError("INVALID_CREDENTIALS", "x-connector-credentials is missing");
  if (text.length > LARGEST)
    throw new CallError(
      "INVALID_CREDENTIALS",
      `x-connector-credentials is larger than ${LARGEST} bytes`,
    );
  if (!/^[\x20-\x7e\t]*$/.test(text))
    throw new CallError(
      "INVALID_CREDENTIALS",
      "x-connector-credentials must be ASCII: JSON writes other characters as \\u00e9",
    );
  try {
    return JSON.parse(text);
  } catch {
    throw new CallError("INVALID_CREDENTIALS", "x-connector-credentials is not JSON");
  }
}

function includeRaw(header: Header, caller: Caller): boolean {
  const asked = header("x-include-raw");
  if (asked === undefined || asked === "false") return false;
  if (asked !== "true")
    throw new InvalidRequest({ field: "x-include-raw", problem: "must be true or false" });
  if (!caller.includeRaw)
    throw new CallError("PERMISSION_DENIED", "this caller may not see raw requests and answers");
  return true;
}
