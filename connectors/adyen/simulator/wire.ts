/** How Adyen says no, names things and writes time: the forms that every route of the simulator shares. */
import { query } from "#kit";
import {
  answerWith,
  at,
  type Handler,
  type SimulatedAnswer,
  type SimulatedRequest,
  textAt,
  type World,
  wholeAt,
} from "#simulate";

/** The merchant accounts of the company account that the sandbox's API key belongs to. */
export const merchantAccounts: readonly string[] = ["SandboxECOM", "SandboxECOM_EU"];
export const apiKey = "AQEsandboxSimulatorApiKey0000000000000000";

export interface Amount {
  readonly value: bigint;
  readonly currency: string;
}

type ErrorType = "validation" | "security" | "configuration" | "internal";

/** A ServiceError, https://docs.adyen.com/development-resources/error-codes. */
export const refuse = (
  errorCode: string,
  message: string,
  status = 422,
  errorType: ErrorType = "validation",
): SimulatedAnswer => answerWith({ status, errorCode, message, errorType }, status);

export const unauthorised = (): SimulatedAnswer =>
  refuse("000", "HTTP Status Response - Unauthorized", 401, "security");
export const missing = (field: string): SimulatedAnswer =>
  refuse("702", `Required field '${field}' is null`);
export const unknownPayment = (): SimulatedAnswer =>
  refuse("167", "Original pspReference required for this operation");

/** The refusal of a body that is no JSON object, or has members that its structure lacks. */
export function badStructure(
  body: unknown,
  structure: string,
  fields: readonly string[],
): SimulatedAnswer | undefined {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    return refuse("702", 'Unexpected input: ", expected: }', 400);
  const strange = Object.keys(body).filter((name) => !fields.includes(name));
  const names = strange.join(", ");
  return strange.length === 0
    ? undefined
    : refuse(
        "702",
        `Structure of ${structure} contains the following unknown fields: [${names}]`,
        400,
      );
}
/** A `badStructure`, or somebody else's merchant account. */
export const badBody = (
  { body }: SimulatedRequest,
  structure: string,
  fields: readonly string[],
  account = "merchantAccount",
): SimulatedAnswer | undefined =>
  badStructure(body, structure, fields) ?? badMerchantAccount(textAt(body, account));
export const badMerchantAccount = (name: string | undefined): SimulatedAnswer | undefined =>
  merchantAccounts.includes(name ?? "")
    ? undefined
    : refuse("901", "Invalid Merchant Account", 403, "security");

export function badAmount(body: unknown): SimulatedAnswer | undefined {
  if (at(body, "amount") === undefined)
    return refuse("100", "Required object 'amount' is not provided.");
  const value = wholeAt(body, "amount.value");
  if (typeof at(body, "amount.value") === "string" || value === undefined || value < 0n)
    return refuse("137", "Invalid amount specified");
  if (!/^[A-Z]{3}$/.test(textAt(body, "amount.currency") ?? ""))
    return refuse("138", "Unsupported currency specified");
  return undefined;
}
export const amountOf = (body: unknown): Amount => ({
  value: wholeAt(body, "amount.value") ?? 0n,
  currency: textAt(body, "amount.currency") ?? "",
});

/** Whole words of a line: the names of a structure. */
export const words = (line: string): readonly string[] => line.split(" ");

/** Sixteen characters, https://docs.adyen.com/development-resources/response-handling. */
export const nextReference = (world: World): string => world.nextId("", 16).toUpperCase();
/** An opaque blob such as a `redirectResult`. */
export const nextBlob = (world: World): string => world.nextId("Ab02b4c0!", 40);

/** `2026-11-25T13:00:00+00:00` */
export const isoTime = (moment: Date): string => `${moment.toISOString().slice(0, 19)}+00:00`;
export const after = (world: World, seconds: number): Date =>
  new Date(world.now().getTime() + seconds * 1000);

/** A URL with more in its query. */
export const withQuery = (url: string, fields: Readonly<Record<string, string>>): string =>
  url.includes("?") ? `${url}&${query(fields).slice(1)}` : url + query(fields);

/** The members of an object; none of anything else. */
export const membersOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" ? { ...value } : {};

/**
 * Every API answer repeats the reference in a header, and the idempotency key where one was given. An error has a
 * reference too, where the request could be read and its sender is known.
 */
export const answering =
  (handler: Handler): Handler =>
  (request, world) => {
    const answer = referred(handler(request, world), world);
    const reference = textAt(answer.body, "pspReference");
    const key = request.headers["idempotency-key"];
    return {
      ...answer,
      headers: {
        ...answer.headers,
        ...(reference !== undefined && { pspreference: reference }),
        ...(key !== undefined && { "idempotency-key": key }),
      },
    };
  };

const referred = (answer: SimulatedAnswer, world: World): SimulatedAnswer =>
  answer.status > 401
    ? { ...answer, body: { ...membersOf(answer.body), pspReference: nextReference(world) } }
    : answer;
