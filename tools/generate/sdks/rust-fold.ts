/** How the Rust library takes resources apart into words, and where they usually go: tables for `apply_event`. */
import {
  disputeTransitions,
  operationTransitions,
  paymentTransitions,
  refundTransitions,
  type Transitions,
} from "../../../packages/runtime/transitions.ts";
import type { RustField, RustMessage } from "./rust-model.ts";

const standing: ReadonlySet<string> = new Set([
  "status",
  "pending_reason",
  "processor_status",
  "failure",
  "certainty",
  "resolution",
  "already_done",
  "stage",
]);
const memberwise: ReadonlySet<string> = new Set([
  "amounts",
  "payment_ref",
  "refund_ref",
  "dispute_ref",
  "payment",
  "related_ids",
  "metadata",
]);
const derived: ReadonlySet<string> = new Set(["late", "operations"]);

const resources: readonly (readonly [string, Transitions])[] = [
  ["Payment", paymentTransitions],
  ["Operation", operationTransitions],
  ["Refund", refundTransitions],
  ["Dispute", disputeTransitions],
];

export function foldOf(messages: readonly RustMessage[]): string {
  const byName = new Map(messages.map((one) => [one.fullName, one]));
  const message = (fullName: string) => {
    const found = byName.get(fullName);
    if (!found || found.oneofs.length > 0) throw new Error(`${fullName} cannot be taken apart`);
    return found;
  };
  const part = (field: RustField): string => {
    if (standing.has(field.name)) return "Standing";
    if (derived.has(field.name)) return "Derived";
    if (memberwise.has(field.name) && field.form === "map") return "Entries";
    if (memberwise.has(field.name)) return `Members(${members(message(field.type))})`;
    if (field.type !== "payments.v1.Money" || field.repeated) return "Whole";
    return field.name === "capturable" ? "Capturable" : "Money";
  };
  const members = ({ fields }: RustMessage): string =>
    `&[${fields.map((field) => `(${field.number}, Part::${part(field)})`).join(", ")}]`;
  const shapes = resources.map(([name, transitions]) => {
    const { fields } = message(`payments.v1.${name}`);
    const number = (wanted: string) => fields.find((field) => field.name === wanted)?.number ?? 0;
    return `pub(crate) const ${name.toUpperCase()}: Shape = Shape {
    members: &[
${fields.map((field) => `        (${field.number}, Part::${part(field)}),\n`).join("")}    ],
    status: ${number("status")},
    late: ${number("late")},
    transitions: &[
${transitions.map(([status, usual]) => `        (${status}, &[${usual.join(", ")}]),\n`).join("")}    ],
};
`;
  });
  return `//! Resources as \`apply_event\` takes them apart, and where they usually go. A later row is further along.

use crate::words::{Part, Shape};

${shapes.join("\n")}`;
}
