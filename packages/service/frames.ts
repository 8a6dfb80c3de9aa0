/** HTTP/2 as bytes, for tests that say what no client would: RFC 9113, and RFC 7541 without Huffman coding. */
import { authorizePath } from "./calling.ts";

export const frame = (
  type: number,
  flags: number,
  stream: number,
  payload: Uint8Array = new Uint8Array(0),
): Buffer => {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
};
export const FRAME = { DATA: 0, HEADERS: 1, RST_STREAM: 3, SETTINGS: 4, GOAWAY: 7 } as const;

export const many = (times: number, one: Uint8Array): Buffer =>
  Buffer.concat(Array.from({ length: times }, () => one));
export const PREFACE = Buffer.concat([
  Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
  frame(FRAME.SETTINGS, 0, 0),
]);
export const text = (value: string): Buffer =>
  Buffer.concat([Buffer.from([value.length]), Buffer.from(value)]);
/** `:method POST`, `:scheme http`, `:path`, `:authority`. */
export const HEADERS = Buffer.concat([
  Buffer.from([0x83, 0x86, 0x04]),
  text(authorizePath),
  Buffer.from([0x01]),
  text("a"),
  Buffer.from([0x0f, 0x10]),
  text("application/grpc"),
]);
export const word = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
export const id = (number: number): number => 2 * number + 1;

/** Headers that plant a value of 4,000 bytes in the connection's table. */
export const planting = (number: number): Buffer => {
  const value = Buffer.concat([Buffer.from([0x7f, 0xa1, 0x1e]), Buffer.alloc(4_000, "x")]);
  return begun(number, Buffer.concat([Buffer.from([0x40]), text("x"), value]));
};
/** Headers of 4,000 bytes that unfold to 16 MiB: each byte is that value once more. */
export const unfolding = (number: number): Buffer => begun(number, Buffer.alloc(4_000, 0xbe));
const begun = (number: number, more: Uint8Array) =>
  frame(FRAME.HEADERS, 5, id(number), Buffer.concat([HEADERS, more]));
