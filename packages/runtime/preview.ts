/** What a call would send. Nothing is sent: an example answer stands in for each step's, and the preview says so. */
import type { Message } from "@bufbuild/protobuf";
import {
  type Flow,
  type HttpRequest,
  Refused,
  type Session,
  type Step,
  toJson,
  Unresolved,
} from "#kit";
import { contextFor, toRequest } from "./requests.ts";
import type { Run } from "./run.ts";

export interface Previewed {
  readonly step: string;
  readonly request: HttpRequest;
  readonly assuming: Readonly<Record<string, string>>;
}

/** Stands in for any session: previews have none, and others show none. */
export const maskedSession: Session = { token: "SESSION-TOKEN", lifetimeSeconds: 0 };
const MOST_STEPS = 20;

/** The same pure functions that a call runs. Give it masked input and credentials, and no secret can come out. */
export function preview(run: Run, name: string, input: Message): readonly Previewed[] {
  const flow: Flow<Message, unknown> | undefined = Reflect.get(run.connector.flows, name);
  if (!flow) return [];
  const shown = (exchange: Parameters<typeof toRequest>[1], value: unknown, label: string) =>
    toRequest(run.connector, exchange, value, contextFor(run, exchange, label, maskedSession));
  if (typeof flow !== "function")
    return [{ step: name, request: shown(flow, input, name), assuming: {} }];
  const script = flow(input, contextFor(run, undefined, name));
  if (!isScript(script)) return [];
  const steps: Previewed[] = [];
  const assuming: Record<string, string> = {};
  let turn = script.next();
  while (!turn.done && steps.length < MOST_STEPS) {
    if (turn.value.kind === "pause") {
      turn = next(script, false);
      continue;
    }
    const { step, input: value } = turn.value;
    steps.push({
      step: step.name,
      request: shown(step, value, step.name),
      assuming: { ...assuming },
    });
    assuming[step.name] = toJson(step.example);
    turn = next(script, step.example);
  }
  return steps;
}

/** A script that an example makes give up has shown what there is to be seen. */
function next(script: Script, answer: unknown): IteratorResult<Wish, unknown> {
  try {
    return script.next(answer);
  } catch (error) {
    if (error instanceof Refused || error instanceof Unresolved)
      return { done: true, value: undefined };
    throw error;
  }
}

type Wish =
  | { readonly kind: "pause" }
  | { readonly kind: "call"; readonly step: Step<unknown, unknown>; readonly input: unknown };
type Script = Generator<Wish, unknown, unknown>;
const isScript = (value: unknown): value is Script =>
  typeof value === "object" && value !== null && "next" in value;
