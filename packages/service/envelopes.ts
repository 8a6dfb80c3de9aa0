/** The messages in a body as Connect takes them, so that their parts are counted before it reads them. */
import type { DescMessage } from "@bufbuild/protobuf";
import { compressionBrotli, compressionGzip } from "@connectrpc/connect-node";
import type { Header } from "./handler.ts";
import { hasTooManyFields, hasTooManyParts } from "./parts.ts";

export const compressions = [compressionGzip, compressionBrotli];

/** `largest`: bytes of a message, compressed or not. What cannot be read is false here: Connect says what is wrong with it. */
export async function hasTooManyInside(
  input: DescMessage,
  header: Header,
  body: Uint8Array,
  largest: number,
): Promise<boolean> {
  const type = header("content-type") ?? "";
  const isJson = type.includes("json");
  const isGrpc = type.startsWith("application/grpc");
  const encoding = header(isGrpc ? "grpc-encoding" : "content-encoding");
  try {
    for (const { bytes, isCompressed } of isGrpc ? enveloped(body) : [alone(body, encoding)]) {
      const plain = isCompressed ? await inflated(bytes, encoding, largest) : bytes;
      const { buffer, byteOffset, byteLength } = plain;
      if (isJson) {
        if (hasTooManyParts(Buffer.from(buffer, byteOffset, byteLength))) return true;
      } else if (hasTooManyFields(input, plain)) return true;
    }
  } catch {
    return false;
  }
  return false;
}

function inflated(bytes: Uint8Array, encoding: string | undefined, largest: number) {
  const compression = compressions.find(({ name }) => name === encoding);
  if (!compression) throw new Error("compressed in a way that is not taken");
  return compression.decompress(bytes, largest);
}

interface Enveloped {
  readonly bytes: Uint8Array;
  readonly isCompressed: boolean;
}
const alone = (bytes: Uint8Array, encoding: string | undefined): Enveloped => ({
  bytes,
  isCompressed: encoding !== undefined && encoding !== "identity",
});
/** Flags, of which the lowest says that it is compressed, and a length of four bytes: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md */
function* enveloped(body: Uint8Array): Generator<Enveloped> {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  for (let at = 0; at + 5 <= body.length; ) {
    const end = at + 5 + view.getUint32(at + 1);
    yield { bytes: body.subarray(at + 5, end), isCompressed: (view.getUint8(at) & 1) === 1 };
    at = end;
  }
}
