/** What connectors build of their samples and fixtures, without anything being sent. */
import type { Message } from "@bufbuild/protobuf";
import { bytesOf, InvalidRequest, Unsupported } from "#kit";
import { type Asking, type Built, exchangesOf, registered } from "./exchanges.ts";

export const all = await registered();

/** What a call builds; nothing where the connector refuses it before it builds anything. */
export function built(asking: Asking, input?: Message): readonly Built[] {
  const exchanges: Built[] = [];
  try {
    for (const exchange of exchangesOf(asking, input)) exchanges.push(exchange);
  } catch (error) {
    // An example may lack what a later step wants.
    if (!(error instanceof InvalidRequest || error instanceof Unsupported)) {
      if (exchanges.length === 0) throw error;
    }
  }
  return exchanges;
}
export const plain = ({ label, request }: Built) => ({
  label,
  ...request,
  body: request.body && Buffer.from(bytesOf(request.body)).toString("base64"),
});
