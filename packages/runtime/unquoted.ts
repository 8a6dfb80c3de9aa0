/** What a processor says of a failure, without the secrets of the call: some quote what they were sent. */
import { create, type Message } from "@bufbuild/protobuf";
import type {
  Failure,
  Lookup,
  Mandate,
  Operation,
  Payment,
  ProcessorFailure,
  Refund,
} from "#contract";
import { secretsIn, withoutValues } from "./redact.ts";
import type { Rpc } from "./rpcs.ts";
import type { Run } from "./run.ts";

/** The values that a call must not show: what the contract marks in its request, and the credentials that are secrets. */
export const secretsOf = (
  rpc: Rpc,
  request: Message,
  { connector, credentials }: Pick<Run, "connector" | "credentials">,
): readonly string[] => [
  ...secretsIn(rpc.input, request),
  ...Object.entries(credentials)
    .filter(([name]) => connector.credentials[name]?.secret)
    .flatMap(([, value]) => value),
];

/**
 * Of those, the values that a processor may not be heard quoting. What a customer brought back from a processor's page
 * is the processor's own: its words would be taken for quotations of themselves.
 */
export const quotable = (rpc: Rpc, request: Message, run: Run): readonly string[] =>
  secretsOf(rpc, rpc.flow === "resumePayment" ? create(rpc.input) : request, run);

/** The parts of an answer that may say why something failed. */
interface Failing {
  readonly operation?: Operation;
  readonly payment?: Payment;
  readonly refund?: Refund;
  readonly mandate?: Mandate;
  readonly lookup?: Lookup;
}

/** The same answer; `secrets` are asked for only where a processor's words are in it. */
export function unquoted(answer: Message, secrets: () => readonly string[]): Message {
  const { operation, payment, refund, mandate, lookup } = answer as Failing;
  const operations = [operation, ...(payment?.operations ?? [])];
  const failures = [...operations, payment, refund, mandate, lookup].flatMap(
    (one) => one?.failure ?? [],
  );
  if (!failures.some(({ processor }) => processor && saysAnything(processor))) return answer;
  const values = secrets();
  for (const failure of failures) clean(failure, values);
  return answer;
}

const saysAnything = ({ code, message, field }: ProcessorFailure): boolean =>
  code !== undefined || message !== undefined || field !== undefined;

function clean(failure: Failure, values: readonly string[]): void {
  const { processor } = failure;
  if (!processor) return;
  // Our own sentence may end in the processor's.
  const own = failure.message && withoutValues(failure.message, values);
  if (own !== failure.message) failure.message = own;
  const [code, message, field] = [processor.code, processor.message, processor.field].map(
    (text) => text && withoutValues(text, values),
  );
  if (code === processor.code && message === processor.message && field === processor.field) return;
  // A failure may be the connector's own, and the same in every call.
  failure.processor = {
    ...processor,
    ...(code !== undefined && { code }),
    ...(message !== undefined && { message }),
    ...(field !== undefined && { field }),
  };
}
