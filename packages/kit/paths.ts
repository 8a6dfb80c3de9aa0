/** Paths into a message, as types: `"purchase.customer.contact.email"` compiles, a misspelt one does not. */
import type { Message } from "@bufbuild/protobuf";

type Own<Value> = Exclude<keyof Value & string, "$typeName" | "$unknown">;
type Below<Value> = NonNullable<Value> extends Message ? NonNullable<Value> : never;

/** The fields of a message and of the messages in it, five levels deep, in the contract's camel case. */
export type FieldPath<Value, Depth extends 0[] = []> = Depth["length"] extends 5
  ? never
  : Value extends Message
    ? {
        [Name in Own<Value>]:
          | Name
          | ([Below<Value[Name]>] extends [never]
              ? never
              : `${Name}.${FieldPath<Below<Value[Name]>, [...Depth, 0]>}`);
      }[Own<Value>]
    : never;
