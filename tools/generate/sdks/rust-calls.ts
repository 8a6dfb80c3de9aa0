/** The Rust library's calls: what each request and answer is to the library, and a group of methods per service. */
import {
  type FileDescriptorProto,
  type FileDescriptorSet,
  MethodOptions_IdempotencyLevel as Level,
  type MethodDescriptorProto,
} from "@bufbuild/protobuf/wkt";
import { pathOf, type RustField, type RustMessage, snake } from "./rust-model.ts";

/** Plurals are no rule. */
const groups: Readonly<Record<string, string>> = {
  PaymentService: "Payments",
  RefundService: "Refunds",
  MandateService: "Mandates",
  DisputeService: "Disputes",
  PaymentMethodService: "PaymentMethods",
  CustomerService: "Customers",
  ClientSessionService: "Sessions",
  WebhookService: "Webhooks",
  ConnectorService: "Connectors",
};
const effects: Readonly<Record<number, string>> = {
  [Level.NO_SIDE_EFFECTS]: "None",
  [Level.IDEMPOTENT]: "Idempotent",
  [Level.IDEMPOTENCY_UNKNOWN]: "Some",
};

interface Rpc {
  readonly service: string;
  readonly method: string;
  readonly request: RustMessage;
  readonly answer: RustMessage;
  readonly effects: string;
  readonly about: string;
}
interface Group {
  readonly name: string;
  readonly about: string;
  readonly rpcs: readonly Rpc[];
}

export function callsOf(messages: readonly RustMessage[], { file }: FileDescriptorSet): string {
  const byName = new Map(messages.map((one) => [`.${one.fullName}`, one]));
  const all = file.flatMap((one) => groupsOf(one, byName));
  const rpcs = all.flatMap((group) => group.rpcs);
  const answers = [...new Set(rpcs.map(({ answer }) => answer))];
  return `//! The contract's calls, by group.

use crate::call::Call;
use crate::client::Client;
use crate::contract;
use crate::rpc::{Answer, Effects, Request, Rpc};

impl Client {
${all.map(accessor).join("\n")}}

${all.map(group).join("\n")}
${rpcs.map(request).join("\n")}
${answers.map(answer).join("\n")}`;
}

function groupsOf(
  file: FileDescriptorProto,
  messages: ReadonlyMap<string, RustMessage>,
): readonly Group[] {
  const comments = new Map(
    file.sourceCodeInfo?.location.map(({ path, leadingComments }) => [
      path.join(","),
      leadingComments.trim().replace(/\s*\n\s*/g, " "),
    ]),
  );
  return file.service.map(({ name, method }, at) => {
    const group = groups[name];
    if (group === undefined)
      throw new Error(`tools/generate/sdks/rust-calls.ts: a name for ${name}`);
    return {
      name: group,
      about: comments.get(`6,${at}`) ?? "",
      rpcs: method.map((one, place) =>
        rpcOf(`${file.package}.${name}`, one, messages, comments.get(`6,${at},2,${place}`) ?? ""),
      ),
    };
  });
}
function rpcOf(
  service: string,
  { name, inputType, outputType, options }: MethodDescriptorProto,
  messages: ReadonlyMap<string, RustMessage>,
  about: string,
): Rpc {
  const [input, output] = [messages.get(inputType), messages.get(outputType)];
  const kind = effects[options?.idempotencyLevel ?? Level.IDEMPOTENCY_UNKNOWN];
  if (!input || !output || kind === undefined) throw new Error(`${service}.${name} is strange`);
  return { service, method: name, request: input, answer: output, effects: kind, about };
}

const accessor = ({ name, about }: Group): string => `    /// ${about}
    #[must_use]
    pub fn ${snake(name)}(&self) -> ${name}<'_> {
        ${name}(self)
    }
`;

const group = ({ name, about, rpcs }: Group): string => `/// ${about}
#[derive(Clone, Copy, Debug)]
pub struct ${name}<'client>(&'client Client);

impl ${name}<'_> {
${rpcs.map(method).join("\n")}}
`;
const method = ({ method: name, request: { path }, about }: Rpc): string => `    /// ${about}
    pub fn ${snake(name)}(
        &self,
        request: contract::${path},
    ) -> Call<contract::${path}> {
        Call::new(self.0, request)
    }
`;

function request({ service, method: name, request: message, answer: told, effects: kind }: Rpc) {
  const { path, fields } = message;
  const field = (wanted: string) => fields.find((one) => one.name === wanted);
  const [reference, key, amount] = [
    field("reference"),
    field("idempotency_key"),
    field("amount") ?? field("purchase"),
  ];
  const parts = [
    reference &&
      reader(
        "reference",
        "&str",
        `self.reference.${reference.presence ? "as_deref()" : "as_str().into()"}`,
      ),
    key && reader("idempotency_key", "&str", "self.idempotency_key.as_deref()"),
    key &&
      `    fn set_idempotency_key(&mut self, key: &str) {
        self.idempotency_key = Some(key.to_owned());
    }
`,
    amount && reader("amount", "&contract::Money", amountIn(amount)),
  ];
  return `impl Request for contract::${path} {
    type Answer = contract::${told.path};
    const RPC: Rpc = Rpc::of("${service}/${name}", Effects::${kind});
${parts.map((part) => (part ? `\n${part}` : "")).join("")}}
`;
}
const amountIn = ({ name }: RustField): string =>
  name === "amount"
    ? "self.amount.as_ref()"
    : "self.purchase.as_ref().and_then(|purchase| purchase.amount.as_ref())";
const reader = (name: string, type: string, value: string): string =>
  `    fn ${name}(&self) -> Option<${type}> {
        ${value}
    }
`;

/** The parts of an answer that repeats and records are decided by. */
const parts = ["lookup", "operation", "payment", "refund", "dispute"];
const answer = ({ path, fields }: RustMessage): string => {
  const there = fields.filter(({ name, form, repeated }) => {
    return parts.includes(name) && form === "message" && !repeated;
  });
  const readers = there.map(({ name, type }) =>
    reader(name, `&contract::${pathOf(type)}`, `self.${name}.as_ref()`),
  );
  return readers.length === 0
    ? `impl Answer for contract::${path} {}\n`
    : `impl Answer for contract::${path} {\n${readers.join("\n")}}\n`;
};
