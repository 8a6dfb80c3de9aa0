/** How an operation comes to the simulator: as JSON, or as a form with one file beside it. */
import { parseJson } from "#kit";
import { at, type SimulatedRequest, textAt, type UploadedPart, uploadedParts } from "#simulate";
import { Refusal } from "./wire.ts";

export interface Operation {
  readonly query: string;
  readonly variables: unknown;
  readonly file?: UploadedPart;
}

/** https://developer.paypal.com/braintree/graphql/integration_guides/uploading_files */
export function operationOf(request: SimulatedRequest): Operation {
  const { body } = request;
  if (!request.headers["content-type"]?.startsWith("multipart/"))
    return { query: textAt(body, "query") ?? "", variables: at(body, "variables") };
  const [operations, map, file, more] = uploadedParts(request);
  if (operations?.name !== "operations" || operations.type !== "application/json")
    throw new Refusal("The first part must be operations, of type application/json.");
  // Ids and categories are ASCII, so that a character is a byte.
  const parsed = parseJson(operations.content);
  const place = map?.name === "map" && file && textAt(parseJson(map.content), file.name);
  if (!file || place !== "variables.file" || more)
    throw new Refusal("One file must be uploaded, and the map must say that it is variables.file.");
  return { query: textAt(parsed, "query") ?? "", variables: at(parsed, "variables"), file };
}
