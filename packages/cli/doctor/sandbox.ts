/** A payment on every connector in this process, held against the ledger, and its webhook read back. */
import { Certainty, EventAction, Verification } from "#contract";
import { connectorIds } from "#registry";
import { inProcess, Refusal } from "../calls.ts";
import { judge } from "../deliveries.ts";
import { embed, loadProcessors, type Processor } from "../embedded.ts";
import { requestFor } from "../requests.ts";
import type { Finding } from "./finding.ts";

export async function checkSandbox(): Promise<readonly Finding[]> {
  const processors = await loadProcessors();
  const alone = connectorIds.filter((id) => !processors.some((one) => one.id === id));
  const findings: Finding[] = alone.map((id) => ({
    state: "odd",
    what: `${id} has no simulator: it is not tried`,
  }));
  if (connectorIds.length === 0)
    return [
      {
        state: "wrong",
        what: "there are no connectors",
        advice: "`npm run generate` writes connectors/registry.ts",
      },
    ];
  for (const processor of processors) findings.push(await tried(processor));
  return findings;
}

async function tried(processor: Processor): Promise<Finding> {
  const { id } = processor;
  try {
    return { state: "fine", what: `${id}: ${await loop(processor)}` };
  } catch (error) {
    const reasons = error instanceof Refusal ? error.violations : [];
    const more = reasons.map(({ field, problem }) => `; ${field} ${problem}`).join("");
    return {
      state: "wrong",
      what: `${id}: ${error instanceof Error ? error.message : error}${more}`,
      advice: `try \`connector-service pay --connector ${id} --raw\``,
    };
  }
}

/** Throws an Error that says what is not as it should be. */
async function loop(processor: Processor): Promise<string> {
  const { id, connector, simulator } = processor;
  const { sandbox, runtime, account } = embed([processor]);
  const running = sandbox.simulator(id);
  const { request } = requestFor(processor, { reference: "doctor-1" });
  const started = performance.now();
  const answer = await inProcess(runtime, account(processor), false).authorize(request);
  const milliseconds = (performance.now() - started).toFixed(1);
  if (answer.operation?.certainty !== Certainty.DEFINITIVE)
    throw new Error("the outcome of a payment is not certain");
  if (answer.operation.failure) throw new Error("a payment with the sample method fails");
  const asked = running.ledger.length === 0 && answer.nextAction !== undefined;
  // A customer who is asked first agrees.
  if (asked && simulator.commands["settle"])
    running.command("settle", {
      payment: answer.payment?.paymentRef?.paymentId ?? "",
      outcome: "succeeded",
    });
  if (running.ledger.length === 0)
    throw new Error("a payment succeeds, and the ledger does not know of it");
  const paid = `a payment in ${milliseconds} ms${asked ? ", then its customer agreed" : ""}, in the ledger`;

  const name = connector.webhooks?.secret;
  const secrets = name === undefined ? [] : [simulator.samples.credentials[name] ?? []].flat();
  const deliveries = running.takeWebhooks(secrets[0] ?? "");
  for (const { headers, body } of deliveries) {
    const { events } = await judge(processor, {
      bytes: new TextEncoder().encode(body),
      headers: Object.entries(headers).map(([header, value]) => ({ name: header, value })),
      url: "",
      secrets,
      at: undefined,
    });
    const isBelieved = ({ verification }: { readonly verification: Verification }) =>
      verification === Verification.VERIFIED ||
      (verification === Verification.NOT_AVAILABLE && !connector.webhooks?.signed);
    if (events.length === 0 || !events.every(isBelieved))
      throw new Error("its own webhook is not believed");
    if (events.every(({ action }) => action === EventAction.UNSPECIFIED))
      throw new Error("its own webhook says nothing");
  }
  return deliveries.length > 0
    ? `${paid}; ${deliveries.length} webhook${deliveries.length === 1 ? "" : "s"} verified`
    : paid;
}
