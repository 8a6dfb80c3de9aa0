/** Printing of the Rust library's messages, without what the contract marks `debug_redact`; enums' short names; conversions into oneofs. */
import type { FileDescriptorSet } from "@bufbuild/protobuf/wkt";
import {
  camel,
  enumsIn,
  pathOf,
  type RustEnum,
  type RustField,
  type RustMessage,
  type RustOneof,
} from "./rust-model.ts";

export function printingOf(messages: readonly RustMessage[], set: FileDescriptorSet): string {
  const oneofs = messages.flatMap((message) => message.oneofs);
  const parts = [
    ...messages.map(message),
    ...oneofs.map(oneof),
    ...enumsIn(set).map(short),
    ...messages.flatMap(conversions),
  ];
  return `//! Messages print what is given in them, and \`***\` for what must not be shown.

use core::fmt::{Debug, Display, Formatter, Result};

use crate::contract;
use crate::print::{Fields, Masked};

${parts.join("\n")}`;
}

const message = ({ path, name, fields, oneofs }: RustMessage): string => {
  const shown = [
    ...fields.map((field) => ({ number: field.number, line: shownField(field) })),
    ...oneofs.map((one) => ({
      number: one.fields[0]?.number ?? 0,
      line: `.optional("${one.name}", &self.${one.name})`,
    })),
  ].toSorted((one, other) => one.number - other.number);
  return `impl Debug for contract::${path} {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        Fields::of(formatter, "${name}")
${shown.map(({ line }) => `            ${line}\n`).join("")}            .end()
    }
}
`;
};

function shownField({ name, identifier, secret, form, repeated, presence, type }: RustField) {
  const own = `self.${identifier}`;
  if (secret) return `.secret("${name}", &${own})`;
  if (form === "enum") {
    const way = repeated ? "enums" : presence ? "optional_enum" : "one_enum";
    const given = repeated ? `&${own}` : own;
    return `.${way}::<contract::${pathOf(type)}>("${name}", ${given})`;
  }
  return `.${presence ? "optional" : "plain"}("${name}", &${own})`;
}

const oneof = ({ path, fields }: RustOneof): string => `impl Debug for contract::${path} {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        match self {
${fields.map(variant).join("")}        }
    }
}
`;
function variant({ name, secret, type }: RustField): string {
  const pattern = `            Self::${camel(name)}(${secret ? "_" : "value"})`;
  // Most messages are called as their case is.
  if (!secret && type.endsWith(`.${camel(name)}`)) return `${pattern} => value.fmt(formatter),\n`;
  const shown = secret ? "&Masked" : "value";
  return `${pattern} => formatter.debug_tuple("${camel(name)}").field(${shown}).finish(),\n`;
}

const short = ({
  path,
  prefix,
}: RustEnum): string => `/// The contract's word, such as \`${prefix}…\` without \`${prefix}\`.
impl Display for contract::${path} {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        let name = self.as_str_name();
        formatter.pad(name.strip_prefix("${prefix}").unwrap_or(name))
    }
}
`;

/** A message that stands in one case only says which case it is. */
function conversions({ path, fields, oneofs }: RustMessage): readonly string[] {
  return oneofs.flatMap((one) => {
    const cases = one.fields.filter(
      ({ form, type }) =>
        form === "message" &&
        type.startsWith("payments.v1.") &&
        one.fields.filter((other) => other.type === type).length === 1,
    );
    const isAll = fields.length === 0 && oneofs.length === 1;
    return cases.flatMap(({ name, type }) => [
      `impl From<contract::${pathOf(type)}> for contract::${one.path} {
    fn from(value: contract::${pathOf(type)}) -> Self {
        Self::${camel(name)}(value)
    }
}
`,
      ...(isAll
        ? [
            `impl From<contract::${pathOf(type)}> for contract::${path} {
    fn from(value: contract::${pathOf(type)}) -> Self {
        Self { ${one.name}: Some(value.into()) }
    }
}
`,
          ]
        : []),
    ]);
  });
}

/** A test's list: each field that must not be shown, alone in its message, with a canary in it. */
export function canariesOf(messages: readonly RustMessage[]): string {
  const inFields = messages.flatMap(({ path, fullName, fields }) =>
    fields
      .filter(({ secret }) => secret)
      .map(({ name, identifier }) => ({
        name: `${fullName}.${name}`,
        value: `contract::${path} { ${identifier}: canary(), ..Default::default() }`,
      })),
  );
  const inOneofs = messages.flatMap(({ fullName, oneofs }) =>
    oneofs.flatMap(({ path, fields }) =>
      fields
        .filter(({ secret }) => secret)
        .map(({ name }) => ({
          name: `${fullName}.${name}`,
          value: `contract::${path}::${camel(name)}(canary())`,
        })),
    ),
  );
  const lines = [...inFields, ...inOneofs].map(
    ({ name, value }) => `        ("${name}", Box::new(${value})),\n`,
  );
  return `//! Every field that must not be shown, with a canary in it.

use core::fmt::Debug;

use crate::contract;
use crate::print::canary;

pub(crate) fn all() -> Vec<(&'static str, Box<dyn Debug>)> {
    vec![
${lines.join("")}    ]
}
`;
}
