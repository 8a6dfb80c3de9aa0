/** What came of a call, in the few words that logs, metrics and traces may have. */
import { isMessage, type Message } from "@bufbuild/protobuf";
import {
  type Certainty,
  CertaintySchema,
  FailureCodeSchema,
  type Operation,
  OperationSchema,
  OperationStatusSchema,
} from "#contract";
import { refusalOf } from "./errors.ts";

export interface Outcome {
  /** Of the rpc itself, by the Connect protocol's name; `ok` for an answer. */
  readonly code: string;
  /** An operation's status (`SUCCEEDED`), an error's reason (`INVALID_REQUEST`), or `ANSWERED`. */
  readonly outcome: string;
  /** `DEFINITIVE` or `UNKNOWN`. */
  readonly certainty?: string;
  /** The failure's code, where an operation failed. */
  readonly failure?: string;
}

export function answered(message: Message): Outcome {
  const operation = operationOf(message);
  if (!operation) return { code: "ok", outcome: "ANSWERED" };
  return {
    code: "ok",
    outcome: nameIn(OperationStatusSchema, operation.status),
    certainty: nameIn(CertaintySchema, operation.certainty satisfies Certainty),
    ...(operation.failure && { failure: nameIn(FailureCodeSchema, operation.failure.code) }),
  };
}

export function refused(error: unknown): Outcome {
  const { code, reason } = refusalOf(error);
  return { code, outcome: reason ?? code };
}

function operationOf(message: Message): Operation | undefined {
  const operation: unknown = Reflect.get(message, "operation");
  return isMessage(operation, OperationSchema) ? operation : undefined;
}
/** Without the enum's prefix, as the generated constants have it. */
const nameIn = (
  desc: { readonly value: Readonly<Record<number, { readonly localName: string }>> },
  number: number,
): string => desc.value[number]?.localName ?? String(number);
