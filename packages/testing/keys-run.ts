/** Every call of every connector as it would be sent, with its keys; run by itself, it prints them: `rotated` with other secrets. */
import { create } from "@bufbuild/protobuf";
import { anyPack } from "@bufbuild/protobuf/wkt";
import { PreviewRequestSchema } from "#contract";
import { InvalidRequest, Unsupported } from "#kit";
import { contractRegistry, createRuntime, rpcOf } from "#runtime";
import { otherSecret } from "./canaries.ts";
import { type Asking, askingsOf, type Registered, registered } from "./exchanges.ts";
import { changed } from "./shop.ts";

/** By the name of the call: its key, and what it sends. */
export type Sent = Readonly<Record<string, { readonly key: string; readonly requests: string }>>;

/** Builds what each call would send, from credentials whose secrets are others where they are rotated. */
export async function sentBy(one: Registered, isRotated: boolean): Promise<Sent> {
  const sent: Record<string, { key: string; requests: string }> = {};
  for (const asking of askingsOf(one)) {
    const previewed = await previewOf(one, withoutCounting(asking), isRotated);
    if (previewed) sent[asking.name] = previewed;
  }
  return sent;
}

/** The references of samples are counted, whoever asks first. */
const withoutCounting = (asking: Asking): Asking =>
  asking.name.startsWith("sample ")
    ? { ...asking, request: changed(asking.request, { reference: "order-of-sample" }) }
    : asking;

export async function previewOf(
  { id, connector }: Registered,
  { flow, request, run }: Pick<Asking, "flow" | "request" | "run">,
  isRotated = false,
) {
  const runtime = createRuntime({
    connectorIds: [id],
    connectors: async () => connector,
    live: false,
    send: () => Promise.reject(new Error("a preview sends nothing")),
    stateKeys: [],
    clock: () => new Date("2026-01-01T00:00:00Z"),
    seed: () => new Uint8Array(32),
  });
  const { input } = rpcOf(flow);
  const call = anyPack(contractRegistry.getMessage(input.typeName) ?? input, request);
  try {
    const { idempotencyKey, requests } = await runtime.preview(
      create(PreviewRequestSchema, { call }),
      {
        connector: id,
        credentials: isRotated ? rotated(connector, run.credentials) : run.credentials,
        deadline: Number.POSITIVE_INFINITY,
        requestId: "preview",
      },
    );
    return { key: idempotencyKey, requests: JSON.stringify(requests) };
  } catch (error) {
    // An example may lack what a later step wants.
    if (error instanceof InvalidRequest || error instanceof Unsupported) return undefined;
    throw error;
  }
}

/** Secrets of the same form that are others; what has a form that cannot be made here stays. */
export const rotated = (
  { credentials: declared }: Registered["connector"],
  credentials: Asking["run"]["credentials"],
) =>
  Object.fromEntries(
    Object.entries(credentials).map(([name, value]) => {
      const setting = declared[name];
      if (!setting?.secret) return [name, value];
      const other = (text: string) => otherSecret(setting, text, "rotated") ?? text;
      return [name, typeof value === "string" ? other(value) : value.map(other)];
    }),
  );

if (process.argv[2] === "rotated") {
  const all: Record<string, Sent> = {};
  for (const one of await registered()) all[one.id] = await sentBy(one, true);
  process.stdout.write(JSON.stringify(all));
}
