/** contract/gen from the protos, by buf. */
import { generatedIn } from "./buf.ts";
import type { Files } from "./files.ts";

export const contract = (): Files => generatedIn("contract/gen/");
