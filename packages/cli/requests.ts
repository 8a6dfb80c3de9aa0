/** Requests of the contract out of a simulator's samples: what is paid, with what, and how it shall end. */
import { fromJson } from "@bufbuild/protobuf";
import {
  type AuthorizePaymentRequest,
  AuthorizePaymentRequestSchema,
  CaptureMode,
} from "#contract";
import type { AnyConnector, MethodName } from "#kit";
import { type Json, type Outcome, type Sample, type Samples, textAt } from "#simulate";
import { type Amount, amountOf } from "./amounts.ts";
import { exits, Stop } from "./command.ts";
import type { Processor } from "./embedded.ts";

export interface Wanted {
  /** The contract's name of a method; `card`, or the first that there is, where left out. */
  readonly method?: string | undefined;
  /** How it shall end: a word for one of the samples' outcomes. */
  readonly outcome?: string | undefined;
  /** As typed. */
  readonly amount?: string | undefined;
  readonly currency?: string | undefined;
  readonly capture?: string | undefined;
  readonly reference: string;
}

/** Throws `Stop` where the samples have no such method or outcome. */
export function requestFor({ connector, simulator }: Processor, wanted: Wanted) {
  const { samples } = simulator;
  const sample =
    wanted.outcome === undefined
      ? methodSample(samples, wanted.method)
      : outcomeOf(samples, wanted.outcome, wanted.method);
  const request = authorization(samples, sample, {
    reference: wanted.reference,
    captureMode: captureModeOf(wanted.capture) ?? usualCapture(connector, sample),
    amount: chosenAmount(samples, sample, wanted),
  });
  return { sample, request };
}

export interface Terms {
  readonly reference: string;
  readonly captureMode: CaptureMode;
  readonly amount?: Amount | undefined;
}

/** What a sample says, under these terms. */
export function authorization(
  samples: Samples,
  sample: Sample,
  { reference, captureMode, amount }: Terms,
): AuthorizePaymentRequest {
  const money = amount && {
    amount: { minorUnits: String(amount.minorUnits), currency: amount.currency },
  };
  return fromJson(AuthorizePaymentRequestSchema, {
    reference,
    purchase: { ...members(samples.purchase), ...members(sample.purchase), ...money },
    paymentMethod: plain(sample.method),
    captureMode,
    ...members(sample.request),
  });
}

export const methodNames = (samples: Samples): readonly string[] => Object.keys(samples.methods);

/** The amount that a sample pays where nothing else is said. */
export function sampleAmount(samples: Samples, sample: Sample): Amount {
  const purchase = { ...members(samples.purchase), ...members(sample.purchase) };
  const [units, currency] = [
    textAt(purchase, "amount.minorUnits"),
    textAt(purchase, "amount.currency"),
  ];
  if (units === undefined || currency === undefined)
    throw new Error("the samples' purchase has no amount");
  return { minorUnits: BigInt(units), currency };
}

function methodSample(samples: Samples, name: string | undefined): Sample {
  const names = methodNames(samples);
  const chosen = name ?? (names.includes("card") ? "card" : (names[0] ?? "card"));
  const found = Object.entries(samples.methods).find(([known]) => sameMethod(known, chosen));
  if (found) return found[1];
  throw new Stop(
    exits.usage,
    `--method ${chosen} is none of this connector's`,
    `there are ${names.join(", ") || "none"}`,
  );
}

/** Lower case, words joined by hyphens: `a card: NO_MONEY` is `a-card-no-money`. */
export const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");

/** The words under which an outcome is found, plainest first. */
export function wordsFor({ name, status, code }: Outcome): readonly string[] {
  const reason =
    code === undefined
      ? []
      : [slug(code), `${status === "FAILED" ? "declined-" : ""}${slug(code)}`];
  const challenge = status === "ACTION_REQUIRED" ? ["challenge"] : [];
  return [...reason, ...challenge, slug(status), slug(name)];
}

/** The first that goes by the word, or whose name has it in it. */
function outcomeOf(samples: Samples, word: string, method: string | undefined): Outcome {
  const wanted = slug(word);
  const all = samples.outcomes.filter(
    (outcome) => method === undefined || sameMethod(methodOf(outcome), method),
  );
  const found =
    all.find((outcome) => wordsFor(outcome).includes(wanted)) ??
    all.find(({ name }) => slug(name).includes(wanted));
  if (found) return found;
  const shown = all.map((outcome) => `  ${wordsFor(outcome)[0]}  (${outcome.name})`);
  throw new Stop(
    exits.usage,
    `--outcome ${word} is none that this connector's test values have`,
    shown.length > 0 ? `there are\n${shown.join("\n")}` : "there are none for this method",
  );
}

/** `applePay` and `apple_pay` are one method. */
const sameMethod = (one: string, other: string): boolean =>
  one.replaceAll("_", "").toLowerCase() === other.replaceAll(/[_-]/g, "").toLowerCase();

/** The oneof's case, or the alternative's kind in lower case. */
export function methodOf({ method }: Sample): string {
  const name = Object.keys(members(method))[0] ?? "";
  const kind = textAt(method, "alternative.kind");
  return name === "alternative" && kind ? kind.replace(/^KIND_/, "").toLowerCase() : name;
}

function chosenAmount(samples: Samples, sample: Sample, wanted: Wanted): Amount | undefined {
  if (wanted.amount === undefined && wanted.currency === undefined) return undefined;
  const usual = sampleAmount(samples, sample);
  const currency = wanted.currency ?? usual.currency;
  if (wanted.amount !== undefined) return amountOf(wanted.amount, currency);
  if (currency === usual.currency) return undefined;
  throw new Stop(exits.usage, `--currency ${currency} wants an --amount`, "such as --amount 10.50");
}

const modes: ReadonlyMap<string, CaptureMode> = new Map([
  ["automatic", CaptureMode.AUTOMATIC],
  ["manual", CaptureMode.MANUAL],
]);
function captureModeOf(word: string | undefined): CaptureMode | undefined {
  if (word === undefined) return undefined;
  const mode = modes.get(word);
  if (mode !== undefined) return mode;
  throw new Stop(exits.usage, `--capture ${word} is not known`, "it is automatic or manual");
}

/** At once where the method can, otherwise as it can. */
function usualCapture(connector: AnyConnector, sample: Sample): CaptureMode {
  const declared = connector.methods[methodOf(sample) as MethodName]?.capture ?? [];
  return declared.includes(CaptureMode.AUTOMATIC)
    ? CaptureMode.AUTOMATIC
    : (declared[0] ?? CaptureMode.AUTOMATIC);
}

type PlainJson = Parameters<typeof fromJson>[1];
/** Samples are read-only; protobuf's JSON is not, and is not written to. */
const plain = (value: Json): PlainJson => value as PlainJson;
const members = (value: Json | undefined): Record<string, PlainJson> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (plain(value) as Record<string, PlainJson>)
    : {};
