/** Everything that a call lacks or asks in vain, said at once and before a byte is sent. */
import type { DescMessage, Message } from "@bufbuild/protobuf";
import { type Timestamp, TimestampSchema } from "@bufbuild/protobuf/wkt";
import { CaptureMode, type Money, MoneySchema } from "#contract";
import {
  type AnyConnector,
  type FlowName,
  InvalidRequest,
  isCurrency,
  type MethodName,
  methodName,
  Unsupported,
  type Violation,
} from "#kit";
import type { FieldPlan, Given } from "./fields.ts";
import { walk } from "./fields.ts";
import { type AnyLimits, beyond, limitsByPath, plainPath } from "./limits.ts";

interface Guarded {
  readonly paymentMethod?: Parameters<typeof methodName>[0];
  readonly captureMode?: CaptureMode;
  readonly captureAfter?: unknown;
  readonly finalCapture?: boolean;
  readonly target?: { readonly case?: string };
  readonly payment?: unknown;
}
interface AnyRules {
  readonly requires?: readonly string[];
  readonly understands?: readonly string[];
  readonly currencies?: readonly string[];
  readonly repeated?: boolean;
  readonly byOriginalCall?: boolean;
  readonly limits?: AnyLimits;
  readonly check?: (input: unknown) => readonly Violation[];
}
interface AnyMethod {
  readonly capture: readonly CaptureMode[];
  readonly requires?: readonly string[];
  readonly understands?: readonly string[];
  readonly currencies?: readonly string[];
  readonly limits?: AnyLimits;
  readonly flows?: readonly FlowName[];
}

/** Every fault is said at once, up to here: a list of thousands that are all wrong has one fault, whoever sent it. */
const MOST_VIOLATIONS = 1_000;

/** The paths of all given leaves, for the runtime to tell which of them were ignored. */
export interface Checked {
  readonly hints: readonly string[];
  readonly method: MethodName | undefined;
}

/** Throws Unsupported where the connector cannot do this at all, InvalidRequest with every fault otherwise. */
export function checkRequest(
  connector: AnyConnector,
  flow: FlowName,
  desc: DescMessage,
  request: Message,
): Checked {
  if (!connector.flows[flow]) throw new Unsupported(`${connector.name} has no ${flow}`);
  const guarded = request as unknown as Guarded;
  const name = methodName(guarded.paymentMethod);
  const method = methodFor(connector, flow, guarded, name);
  // Rules are typed by their own flow, whose request this is.
  const rules = (connector.rules?.[flow] ?? {}) as AnyRules;
  const violations: Violation[] = [];
  const say = (field: string, problem: string) => {
    if (violations.length < MOST_VIOLATIONS) violations.push({ field, problem });
  };
  const understood = [...(rules.understands ?? []), ...(method?.understands ?? [])];
  const limits = rules.limits && limitsByPath(rules.limits);
  const ofMethod = method?.limits && limitsByPath(method.limits);
  const given = new Set<string>();
  const monies = new Map<string, Money>();
  const beyondLimits: Violation[] = [];
  const hints: string[] = [];

  walk(
    desc,
    request,
    (found) => {
      given.add(found.path);
      const problem = problemOf(found);
      if (problem) say(found.path, problem);
      if (found.field.binding && !isUnderstood(found, understood))
        say(found.path, `is not understood by ${connector.name}${name ? ` for ${name}` : ""}`);
      if (isHint(found)) hints.push(found.path);
      if (found.field.message === MoneySchema) monies.set(found.path, found.value as Money);
      if (!limits && !ofMethod) return;
      const plain = plainPath(found.path);
      for (const limit of [limits?.get(plain), ofMethod?.get(plain)])
        if (limit && beyondLimits.length < MOST_VIOLATIONS)
          beyondLimits.push(...beyond(found, limit));
    },
    (_field: FieldPlan, path: string) => say(path, "is required"),
    (place) => say(place || "the request", "has fields that this server does not know"),
  );
  for (const path of [...(rules.requires ?? []), ...(method?.requires ?? [])])
    if (!given.has(path)) say(path, `is required by ${connector.name}`);
  checkCurrency(monies, rules, method, say);
  checkCapture(guarded, rules, say);
  if (guarded.paymentMethod && !guarded.paymentMethod.method.case)
    say("paymentMethod", "must be one of the contract's methods");
  if (guarded.target && !guarded.target.case) say("payment", "or originalCall is required");
  if (guarded.target?.case === "originalCall" && !rules.byOriginalCall)
    throw new Unsupported(`${connector.name} cannot find what it was not told the id of (${flow})`);
  // A connector's own check may rely on what the contract requires.
  const own = violations.length === 0 ? rules.check?.(request) : undefined;
  violations.push(...beyondLimits, ...(own ?? []));
  if (violations.length > 0) throw new InvalidRequest(...unique(violations));
  return { hints, method: name };
}

function methodFor(
  connector: AnyConnector,
  flow: FlowName,
  guarded: Guarded,
  name: MethodName | undefined,
): AnyMethod | undefined {
  if (!guarded.paymentMethod) return undefined;
  if (!name) return undefined;
  const method: AnyMethod | undefined = connector.methods[name];
  const flows = method?.flows ?? ["authorizePayment"];
  if (!method || !flows.includes(flow))
    throw new Unsupported(`${connector.name} does not take ${name} in ${flow}`);
  const { captureMode } = guarded;
  if (captureMode && !method.capture.includes(captureMode))
    throw new Unsupported(`${connector.name} cannot capture ${name} this way`);
  return method;
}

const isHint = ({ field, value }: Given): boolean =>
  !field.binding &&
  !field.required &&
  (typeof value !== "object" || field.message === undefined || Array.isArray(value));

function isUnderstood({ field, path }: Given, understood: readonly string[]): boolean {
  const plain = plainPath(path);
  // What the contract requires is understood by having the flow at all; a method's table says when it captures.
  if (field.required || plain === "captureAfter") return true;
  return understood.some(
    (known) =>
      plain === known ||
      plain.startsWith(`${known}.`) ||
      (field.message !== undefined && known.startsWith(`${plain}.`)),
  );
}

/** What explains an amount or is a part of it, and so is in its currency: processors are often told that only once. */
const parts = /^(purchase\.|order\.|splits\[|previousAmount$)/;

function checkCurrency(
  monies: ReadonlyMap<string, Money>,
  rules: AnyRules,
  method: AnyMethod | undefined,
  say: (field: string, problem: string) => void,
): void {
  const field = monies.has("purchase.amount") ? "purchase.amount" : "amount";
  const currency = monies.get(field)?.currency;
  if (!currency) return;
  for (const allowed of [rules.currencies, method?.currencies])
    if (allowed && !allowed.includes(currency))
      say(`${field}.currency`, `must be one of ${allowed.join(", ")}`);
  for (const [path, part] of monies)
    if (parts.test(path) && part.currency !== currency)
      say(`${path}.currency`, `must be that of ${field}`);
}

function checkCapture(
  { captureMode, captureAfter, finalCapture }: Guarded,
  rules: AnyRules,
  say: (field: string, problem: string) => void,
): void {
  if (captureMode === CaptureMode.DELAYED && !captureAfter)
    say("captureAfter", "is required with CAPTURE_MODE_DELAYED");
  if (captureAfter && captureMode !== CaptureMode.DELAYED)
    say("captureAfter", "goes with CAPTURE_MODE_DELAYED only");
  if (finalCapture === false && !rules.repeated)
    say("finalCapture", "must be true: this processor captures once");
}

/** What no processor could use, by the message and field that it stands in. */
function problemOf({ field, value }: Given): string | undefined {
  if (field.values && typeof value === "number" && !field.values.has(value))
    return "has a value that this server does not know";
  return formatOf(field)?.(value);
}
const chosen = new WeakMap<FieldPlan, { readonly format: Format | undefined }>();
/** Found once for each field of the contract: it is asked of every field of every request. */
function formatOf(field: FieldPlan): Format | undefined {
  const known = chosen.get(field);
  if (known) return known.format;
  const format =
    field.desc.message?.typeName === TimestampSchema.typeName
      ? moment
      : formats[`${field.desc.parent.name}.${field.name}`];
  chosen.set(field, { format });
  return format;
}
type Format = (value: unknown) => string | undefined;
const moment: Format = (value) =>
  isMoment(value) ? undefined : "must be between the years 1 and 9999";
/** What google.protobuf.Timestamp allows. */
function isMoment(value: unknown): boolean {
  const { seconds, nanos } = value as Timestamp;
  return (
    seconds >= -62_135_596_800n && seconds < 253_402_300_800n && nanos >= 0 && nanos < 1_000_000_000
  );
}
const matching = (pattern: RegExp, problem: string) => (value: unknown) =>
  typeof value === "string" && !pattern.test(value) ? problem : undefined;
const month = (value: unknown) =>
  Number(value) < 1 || Number(value) > 12 ? "must be 1 to 12" : undefined;
const year = (value: unknown) =>
  Number(value) < 2000 || Number(value) > 2099 ? "must have four digits" : undefined;
const cardNumber = matching(/^\d{12,19}$/, "must be 12 to 19 digits");
const date = matching(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, "must be YYYY-MM-DD");
const country = matching(/^[A-Z]{2}$/, "must be an ISO 3166-1 alpha-2 code");
const cvc = matching(/^\d{3,4}$/, "must be 3 or 4 digits");
const formats: Readonly<Record<string, Format>> = {
  "Money.currency": (value) =>
    isCurrency(String(value)) ? undefined : "must be an ISO 4217 code in upper case",
  "Money.minorUnits": (value) =>
    typeof value === "bigint" && value < 0n ? "must not be negative" : undefined,
  "Card.number": cardNumber,
  "Card.expiryMonth": month,
  "Card.expiryYear": year,
  "Card.cvc": cvc,
  "NetworkToken.number": cardNumber,
  "NetworkToken.expiryMonth": month,
  "NetworkToken.expiryYear": year,
  "DecryptedWalletCard.number": cardNumber,
  "DecryptedWalletCard.expiryMonth": month,
  "DecryptedWalletCard.expiryYear": year,
  "StoredMethod.cvc": cvc,
  "SepaDebit.iban": matching(/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/, "must be an IBAN without spaces"),
  "AchDebit.routingNumber": matching(/^\d{9}$/, "must be nine digits"),
  "BacsDebit.sortCode": matching(/^\d{6}$/, "must be six digits"),
  "BacsDebit.accountNumber": matching(/^\d{8}$/, "must be eight digits"),
  "BecsDebit.bsb": matching(/^\d{6}$/, "must be six digits"),
  "Blik.code": matching(/^\d{6}$/, "must be six digits"),
  "Boleto.dueOn": date,
  "Customer.birthDate": date,
  "NetworkReference.date": date,
  "RecurringTerms.startsOn": date,
  "RecurringTerms.endsOn": date,
  "DebitMandate.signedOn": date,
  "Address.country": country,
  "Purchase.returnUrl": matching(/^https?:\/\/[^\s]+$/, "must be an absolute URL"),
  "EvidenceFile.contentType": matching(/^[\w.+-]+\/[\w.+-]+$/, "must be a media type"),
  "Purchase.notificationUrl": matching(/^https?:\/\/[^\s]+$/, "must be an absolute URL"),
  "ListDisputesRequest.pageSize": (value) =>
    Number(value) < 1 || Number(value) > 100 ? "must be 1 to 100" : undefined,
};

const unique = (violations: readonly Violation[]): readonly Violation[] => [
  ...new Map(violations.map((one) => [`${one.field} ${one.problem}`, one])).values(),
];
