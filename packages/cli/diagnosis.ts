/** Why a delivery is not believed: found by trying what usually goes wrong, one thing at a time. */
import { type Event, Verification, VerificationFailure } from "#contract";
import { type Delivered, judge } from "./deliveries.ts";
import { embed, type Processor } from "./embedded.ts";

/** Sentences for people; the first is the finding. */
export async function diagnose(
  processor: Processor,
  delivered: Delivered,
  { verificationFailure }: Event,
): Promise<readonly string[]> {
  const secret = processor.connector.webhooks?.secret ?? "secret";
  switch (verificationFailure) {
    case VerificationFailure.SIGNATURE_MISSING:
      return missing(processor, delivered);
    case VerificationFailure.SIGNATURE_MISMATCH:
    case VerificationFailure.UNKNOWN_KEY:
      return mismatch(processor, delivered, secret);
    case VerificationFailure.TIMESTAMP:
      return outOfTime(processor, delivered);
    case VerificationFailure.SECRET_MISSING:
      return [`No secret is configured: give --secret (the credential ${secret}).`];
    case VerificationFailure.MALFORMED:
      return [
        malformed(delivered),
        "Give the body byte for byte as it came, not as a tool has shown it.",
      ];
    case VerificationFailure.NOT_CONFIRMED:
      return [
        "The processor, asked, does not confirm it. Here the sandbox was asked, which knows its own events only.",
      ];
    default:
      return ["The connector gives no reason that this version knows."];
  }
}

const holds = async (processor: Processor, delivered: Delivered): Promise<boolean> => {
  const { events } = await judge(processor, delivered);
  return events.every(({ verification }) => verification === Verification.VERIFIED);
};

/** The simulator's own delivery shows which headers carry a signature. */
function missing(processor: Processor, { headers }: Delivered): readonly string[] {
  const given = headers.map(({ name }) => name.toLowerCase());
  const usual = usualHeaders(processor).filter((name) => !given.includes(name));
  return [
    "There is no signature in what was given.",
    `Headers that were given: ${given.join(", ") || "none"}.`,
    usual.length > 0
      ? `A delivery of ${processor.connector.name} also has ${usual.join(", ")}: give it with --header.`
      : `${processor.connector.name} signs inside the body: it must be given whole.`,
  ];
}

/** Headers that are not about the body's form or the sender. */
function usualHeaders(processor: Processor): readonly string[] {
  const { id, connector, simulator } = processor;
  const { sandbox } = embed([processor]);
  const name = connector.webhooks?.secret;
  const [secret = ""] =
    name === undefined ? [] : [simulator.samples.credentials[name] ?? []].flat();
  const event = {
    type: connector.webhooks?.events[0] ?? "",
    id: "event",
    at: new Date(),
    content: {},
  };
  try {
    const { headers } = sandbox.simulator(id).sign(event, secret);
    return Object.keys(headers).filter((one) => !/^(content-|user-agent)/.test(one));
  } catch {
    return [];
  }
}

/** Ways in which bodies get changed between the processor and a file. */
const changes: readonly (readonly [what: string, undo: (text: string) => string])[] = [
  ["a line break was added at its end", (text) => text.replace(/\r?\n$/, "")],
  ["the line break at its end was taken away", (text) => `${text}\n`],
  ["its line breaks were changed from CR LF to LF", (text) => text.replace(/\r?\n/g, "\r\n")],
  ["its line breaks were changed from LF to CR LF", (text) => text.replaceAll("\r\n", "\n")],
  ["a byte order mark was added at its start", (text) => text.replace(/^\uFEFF/, "")],
  ["spaces were added around it", (text) => text.trim()],
  ["it was made readable: spaces and line breaks were added", (text) => again(text)],
  ["it was made compact: spaces and line breaks were taken away", (text) => again(text, 2)],
];
function again(text: string, indent?: number): string {
  try {
    return JSON.stringify(JSON.parse(text), null, indent);
  } catch {
    return text;
  }
}

async function mismatch(
  processor: Processor,
  delivered: Delivered,
  secret: string,
): Promise<readonly string[]> {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(delivered.bytes);
  for (const [what, undo] of changes) {
    const before = new TextEncoder().encode(undo(text));
    if (sameBytes(before, delivered.bytes)) continue;
    if (await holdsAtSomeTime(processor, { ...delivered, bytes: before }))
      return [
        `The body is not as it came: ${what}.`,
        "Signatures are over bytes. Hand on the body as it was received, before any parser or editor.",
      ];
  }
  const sample = processor.simulator.samples.credentials[secret];
  const sandboxSecrets = [sample ?? []].flat();
  if (!sandboxSecrets.every((one) => delivered.secrets.includes(one)))
    if (await holdsAtSomeTime(processor, { ...delivered, secrets: sandboxSecrets }))
      return [
        "It was signed by the sandbox, with the sandbox's secret, and not with the one given.",
      ];
  const trimmed = delivered.secrets.map((one) => one.trim());
  if (trimmed.some((one, index) => one !== delivered.secrets[index]))
    if (await holdsAtSomeTime(processor, { ...delivered, secrets: trimmed }))
      return ["The secret has spaces or a line break around it; without them the signature holds."];
  return [
    "The signature is not one over this body with this secret.",
    `Either the secret (${secret}) is of another endpoint or account, or the body or a header was changed on its way.`,
    `Tried and not the cause: ${changes.length} usual changes of the body, spaces around the secret, the sandbox's secret.`,
  ];
}

const sameBytes = (one: Uint8Array, other: Uint8Array) => Buffer.compare(one, other) === 0;

async function holdsAtSomeTime(processor: Processor, delivered: Delivered): Promise<boolean> {
  if (await holds(processor, delivered)) return true;
  return (await momentOfSigning(processor, delivered)) !== undefined;
}

/** The moment in its headers at which its signature holds. */
async function momentOfSigning(
  processor: Processor,
  delivered: Delivered,
): Promise<Date | undefined> {
  const numbers = delivered.headers.flatMap(
    ({ value }) => value.match(/\b\d{10}(?:\d{3})?\b/g) ?? [],
  );
  const written = delivered.headers
    .map(({ value }) => value)
    .filter((value) => /^\d{4}-\d\d-\d\dT/.test(value));
  const moments = [
    ...numbers.map((digits) => new Date(Number(digits) * (digits.length === 10 ? 1000 : 1))),
    ...written.map((text) => new Date(text)),
  ].filter((moment) => !Number.isNaN(moment.getTime()));
  for (const at of moments) if (await holds(processor, { ...delivered, at })) return at;
  return undefined;
}

async function outOfTime(processor: Processor, delivered: Delivered): Promise<readonly string[]> {
  const signed = await momentOfSigning(processor, delivered);
  if (!signed)
    return [
      "It says that it was signed at another time, and its signature does not hold for that time either.",
    ];
  const judged = delivered.at ?? new Date();
  const seconds = Math.round((judged.getTime() - signed.getTime()) / 1000);
  return [
    `The signature holds, but it was made ${duration(Math.abs(seconds))} ${seconds > 0 ? "ago" : "in the future"}, at ${signed.toISOString()}.`,
    seconds > 0
      ? "Old deliveries are refused, since they may be somebody's copies."
      : "This machine's clock may be late: `connector-service doctor` looks at it.",
    `Judge it as of then with --at ${signed.toISOString()}.`,
  ];
}

function duration(seconds: number): string {
  const units: readonly (readonly [number, string])[] = [
    [86_400, "days"],
    [3_600, "hours"],
    [60, "minutes"],
  ];
  const [size, name] = units.find(([one]) => seconds >= 2 * one) ?? [1, "seconds"];
  return `${Math.floor(seconds / size)} ${name}`;
}

function malformed({ bytes }: Delivered): string {
  if (bytes.length === 0) return "The body is empty.";
  const text = new TextDecoder().decode(bytes);
  try {
    JSON.parse(text);
    return "The body can be read, but it is not of the form that this processor delivers.";
  } catch (error) {
    return `The body cannot be read: ${error instanceof Error ? error.message : error}.`;
  }
}
