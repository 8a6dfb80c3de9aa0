/** One way to call for both: the runtime in this process, and the JSON form of a service that runs elsewhere. */
import {
  create,
  type DescMessage,
  fromJson,
  type JsonValue,
  type Message,
  toJson,
} from "@bufbuild/protobuf";
import { anyPack } from "@bufbuild/protobuf/wkt";
import {
  type AuthorizePaymentRequest,
  AuthorizePaymentRequestSchema,
  type AuthorizePaymentResponse,
  AuthorizePaymentResponseSchema,
  PreviewRequestSchema,
  type PreviewResponse,
  PreviewResponseSchema,
} from "#contract";
import { InvalidRequest, parseJson, Unsupported, type Violation } from "#kit";
import { type Account, CallError, contractRegistry, type Runtime } from "#runtime";
import { at, textAt } from "#simulate";
import { exits, Stop } from "./command.ts";

/** The two calls that `pay` makes. Each throws `Refusal` where the service itself says no. */
export interface Caller {
  authorize(request: AuthorizePaymentRequest): Promise<AuthorizePaymentResponse>;
  preview(request: AuthorizePaymentRequest): Promise<PreviewResponse>;
}

/** The service's own no: nothing was sent unless the reason says otherwise. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly reason: string;
  readonly violations: readonly Violation[];
  constructor(reason: string, message: string, violations: readonly Violation[] = []) {
    super(message);
    this.reason = reason;
    this.violations = violations;
  }
}

const TIMEOUT = 30_000;

export function inProcess(runtime: Runtime, account: Account, includeRaw: boolean): Caller {
  const call = () => ({
    ...account,
    deadline: performance.now() + TIMEOUT,
    requestId: "command-line",
    includeRaw,
  });
  return {
    authorize: (request) =>
      // The runtime answers an rpc with its own response.
      refusing(() =>
        runtime.call("authorizePayment", request, call()),
      ) as Promise<AuthorizePaymentResponse>,
    preview: (request) => refusing(() => runtime.preview(previewOf(request), call())),
  };
}

async function refusing<Answer>(act: () => Promise<Answer>): Promise<Answer> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof InvalidRequest)
      throw new Refusal("INVALID_REQUEST", "the request is not valid", error.violations);
    if (error instanceof Unsupported) throw new Refusal("UNSUPPORTED", error.message);
    if (error instanceof CallError)
      throw new Refusal(error.reason, error.message, error.violations);
    throw error;
  }
}

const previewOf = (request: AuthorizePaymentRequest) =>
  create(PreviewRequestSchema, { call: anyPack(AuthorizePaymentRequestSchema, request) });

export interface Endpoint {
  /** `http://127.0.0.1:8080` */
  readonly url: string;
  readonly account: string;
  /** The caller's own key, where the service wants one. */
  readonly key: string | undefined;
  readonly includeRaw: boolean;
}

/** The JSON form: `POST /payments.v1.PaymentService/AuthorizePayment`. */
export function atEndpoint(endpoint: Endpoint): Caller {
  const base = baseOf(endpoint.url);
  return {
    authorize: (request) =>
      post(
        { ...endpoint, url: `${base}/payments.v1.PaymentService/AuthorizePayment` },
        toJson(AuthorizePaymentRequestSchema, request),
        AuthorizePaymentResponseSchema,
      ) as Promise<AuthorizePaymentResponse>,
    preview: (request) =>
      post(
        { ...endpoint, url: `${base}/payments.tools.v1.ToolsService/Preview` },
        toJson(PreviewRequestSchema, previewOf(request), { registry: contractRegistry }),
        PreviewResponseSchema,
      ) as Promise<PreviewResponse>,
  };
}

function baseOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url.href.replace(/\/$/, "");
  throw new Stop(
    exits.usage,
    `--endpoint ${text} is not an address`,
    "such as http://127.0.0.1:8080",
  );
}

async function post(
  { url, account, key, includeRaw }: Endpoint,
  body: JsonValue,
  output: DescMessage,
): Promise<Message> {
  const response = await fetch(url, {
    method: "POST",
    redirect: "error",
    signal: AbortSignal.timeout(TIMEOUT),
    headers: {
      "content-type": "application/json",
      "x-connector-account": account,
      ...(includeRaw && { "x-include-raw": "true" }),
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
    },
    body: JSON.stringify(body),
  }).catch((error: unknown) => {
    throw unanswered(url, error);
  });
  const text = await response.text();
  const said = parseJson(text);
  if (!response.ok) throw refusalIn(response.status, said, url);
  try {
    return fromJson(output, JSON.parse(text), { ignoreUnknownFields: true });
  } catch {
    throw new Stop(
      exits.unknown,
      `${url} answered something that is not of the contract`,
      "is this the service's address? Whether the call was made is not known: look the payment up before you repeat it",
    );
  }
}

function unanswered(url: string, error: unknown): Stop {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const badPort = cause instanceof Error && cause.message === "bad port";
  const code = badPort ? "a port that HTTP may not use" : (textAt(cause, "code") ?? "");
  if (badPort || ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH"].includes(code))
    return new Stop(
      exits.refused,
      `nobody answers at ${new URL(url).origin} (${code}); nothing was sent`,
      "start one with `connector-service serve`, or leave --endpoint out to pay in process",
    );
  return new Stop(
    exits.unknown,
    `no answer from ${new URL(url).origin}: ${cause instanceof Error ? cause.message : String(cause)}`,
    "whether the payment was made is not known: look it up before you repeat it",
  );
}

/** The error of the Connect protocol, with the details of the contract. */
function refusalIn(status: number, said: unknown, url: string): Error {
  const listed: unknown = at(said, "details");
  const details: readonly unknown[] = Array.isArray(listed) ? listed : [];
  const detail = (type: string) =>
    at(
      details.find((one) => textAt(one, "type") === type),
      "debug",
    );
  const reason = textAt(detail("google.rpc.ErrorInfo"), "reason");
  const message = textAt(said, "message") ?? `HTTP status ${status}`;
  if (reason === undefined)
    return new Stop(
      exits.unknown,
      `${url} answered with HTTP status ${status}: ${message}`,
      "without a reason of the contract this proves nothing: look the payment up before you repeat it",
    );
  const faults: unknown = at(detail("google.rpc.BadRequest"), "fieldViolations");
  const violations = (Array.isArray(faults) ? faults : []).map((fault: unknown) => ({
    field: textAt(fault, "field") ?? "",
    problem: textAt(fault, "description") ?? "",
  }));
  return new Refusal(reason, message, violations);
}
