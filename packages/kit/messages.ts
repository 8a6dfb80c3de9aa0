/** The contract's messages as plain values, on their way to `create`. */
import type { DescMessage, Message, MessageInitShape } from "@bufbuild/protobuf";

/** What `create` takes, without a message that is made already. */
export type Init<Schema extends DescMessage> = Exclude<MessageInitShape<Schema>, Message>;
