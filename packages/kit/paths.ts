/** Paths into a message, as types: `"purchase.customer.contact.email"` compiles, a misspelt one does not. */
import type { Message } from "@bufbuild/protobuf";

type Own<Value> = Exclude<keyof Value & string, "$typeName" | "$unknown">;
/** The message that a field holds, or that its list is of; never for all others. */
type Below<Value> = [Extract<NonNullable<Value>, Message>] extends [never]
  ? Value extends readonly (infer Item)[]
    ? Extract<Item, Message>
    : never
  : Extract<NonNullable<Value>, Message>;
/** A oneof is `{ case, value }`; its cases stand in its place, as in the JSON form. */
type Cases<Value> = Extract<NonNullable<Value>, { readonly case: string; readonly value: unknown }>;
type Deeper<Name extends string, Value, Depth extends 0[]> =
  | Name
  | ([Below<Value>] extends [never] ? never : `${Name}.${FieldPath<Below<Value>, [...Depth, 0]>}`);

/** The fields of a message and of the messages in it, five levels deep, in the contract's camel case. */
export type FieldPath<Value, Depth extends 0[] = []> = Depth["length"] extends 5
  ? never
  : Value extends Message
    ? {
        [Name in Own<Value>]: [Cases<Value[Name]>] extends [never]
          ? Deeper<Name, Value[Name], Depth>
          : CasePath<Cases<Value[Name]>, Depth>;
      }[Own<Value>]
    : never;
type CasePath<Choice, Depth extends 0[]> = Choice extends {
  readonly case: infer Case extends string;
  readonly value: infer Value;
}
  ? Deeper<Case, Value, Depth>
  : never;
