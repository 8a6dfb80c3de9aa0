/** What a call exchanged, as it may be shown: built from masked input, and without any secret's value. */
import { create, isMessage, type Message } from "@bufbuild/protobuf";
import { type RawExchange, RawExchangeSchema } from "#contract";
import { bytesOf, type HttpRequest, type Session, toBase64 } from "#kit";
import { maskedSession } from "./preview.ts";
import {
  contractRegistry,
  exampleSettings,
  maskedMessage,
  maskedSettings,
  withoutValues,
} from "./redact.ts";
import { toRequest } from "./requests.ts";
import type { Rpc } from "./rpcs.ts";
import type { Exchanged, Run } from "./run.ts";
import { secretsOf } from "./unquoted.ts";

export const bodyText = ({ body }: HttpRequest): string =>
  body ? (body.text ?? toBase64(bytesOf(body))) : "";

/** Exchanges for a caller who may see them: requests built from masked input, answers without any secret's value. */
export function recorder(raw: RawExchange[], rpc: Rpc, request: Message, run: Run) {
  const { connector } = run;
  const secrets = [...secretsOf(rpc, request, run)];
  const masked = maskedRun(run);
  const clean = (text: string) => withoutValues(text, secrets);
  const cleaned = (headers: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, clean(value)]));
  return ({ step, exchange, input, context, response }: Exchanged) => {
    const shown = shownRequest(connector, exchange, maskedInput(input), {
      ...context,
      ...masked,
      ...(context.session && { session: maskedSession }),
    });
    secrets.push(...tokensOf(context.session));
    raw.push(
      create(RawExchangeSchema, {
        step,
        requestLine: shown ? `${shown.method} ${clean(shown.url)}` : exchange.method,
        requestHeaders: cleaned(shown?.headers ?? {}),
        requestBody: shown ? clean(bodyText(shown)) : "",
        status: response?.status ?? 0,
        responseHeaders: cleaned(response?.headers ?? {}),
        responseBody: clean(response?.text ?? ""),
      }),
    );
  };
}

/** What cannot be built from masked input is not shown: no call may fail because somebody watches it. */
function shownRequest(...request: Parameters<typeof toRequest>): HttpRequest | undefined {
  try {
    return toRequest(...request);
  } catch {
    return undefined;
  }
}
const tokensOf = (session: Session | undefined): readonly string[] =>
  session ? [session.token, ...Object.values(session.values ?? {})] : [];

/** What the merchant configured, as it may be shown. */
export const maskedRun = ({ connector, credentials, options }: Run) => ({
  credentials: maskedSettings(connector.credentials, credentials),
  // The contract marks all of `connector_options`.
  options: exampleSettings(connector.options ?? {}, options),
});

/** Steps take messages, or values made of them. */
function maskedInput(value: unknown): unknown {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map(maskedInput);
  const desc = isMessage(value) ? contractRegistry.getMessage(value.$typeName) : undefined;
  if (desc && isMessage(value)) return maskedMessage(desc, value);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, maskedInput(member)]),
  );
}
