/** The curl line that `serve` prints. */
import { create, toJson } from "@bufbuild/protobuf";
import {
  type AuthorizePaymentRequest,
  AuthorizePaymentRequestSchema,
  OperationStatus,
  PurchaseSchema,
} from "#contract";
import { inProcess } from "./calls.ts";
import { embed, type Processor } from "./embedded.ts";
import { requestFor } from "./requests.ts";

/** A call that works as it stands, tried in this process before it is printed. */
export async function example(
  url: string,
  processors: readonly Processor[],
): Promise<string | undefined> {
  const tried = await Promise.all(
    processors.map(async (processor) => ({
      processor,
      works: await worksOn(processor, short(processor)),
    })),
  );
  const works = tried.filter((one) => one.works).map(({ processor }) => processor);
  const [first = processors[0]] = works;
  if (!first) return undefined;
  const request = works.length > 0 ? short(first) : whole(first);
  return [`A payment with ${first.connector.name}:`, curlFor(url, first.id, request)].join("\n\n");
}

const whole = (processor: Processor): AuthorizePaymentRequest =>
  requestFor(processor, { reference: "order-1-attempt-1" }).request;

/** With no more of the purchase than most processors want. */
function short(processor: Processor): AuthorizePaymentRequest {
  const request = whole(processor);
  const { amount, returnUrl } = request.purchase ?? {};
  const purchase = create(PurchaseSchema, {
    ...(amount && { amount }),
    ...(returnUrl !== undefined && { returnUrl }),
  });
  return { ...request, purchase };
}

async function worksOn(processor: Processor, request: AuthorizePaymentRequest): Promise<boolean> {
  const { runtime, account } = embed([processor]);
  try {
    const { operation } = await inProcess(runtime, account(processor), false).authorize(request);
    return operation?.status === OperationStatus.SUCCEEDED;
  } catch {
    return false;
  }
}

function curlFor(url: string, account: string, request: AuthorizePaymentRequest): string {
  const members = Object.entries(Object(toJson(AuthorizePaymentRequestSchema, request)));
  const lines = members.map(([name, value]) => `      "${name}": ${JSON.stringify(value)}`);
  return [
    `  curl ${url}/payments.v1.PaymentService/AuthorizePayment \\`,
    `    -H 'content-type: application/json' -H 'x-connector-account: ${account}' -d '{`,
    `${lines.join(",\n").replaceAll("'", "\\u0027")}`,
    "    }'",
  ].join("\n");
}
