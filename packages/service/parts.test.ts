/** Bodies of more parts than any request has are refused before they are made into objects; fewer are read. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { create, toBinary } from "@bufbuild/protobuf";
import { AuthorizePaymentRequestSchema } from "#contract";
import { authorize } from "../testing/small.ts";
import { frameOf, grpc, type Started, start } from "./calling.ts";
import { hasTooManyFields, hasTooManyParts, MOST_PARTS } from "./parts.ts";

const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
/** A field of bytes, by its number. */
const field = (number: number, content: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([...varint((number << 3) | 2), ...varint(content.length)]), content]);
const repeated = (number: number, content: Uint8Array, times: number): Buffer =>
  Buffer.concat(Array.from({ length: times }, () => field(number, content)));
const empty = new Uint8Array();

/** `purchase.order.lines`, each without anything in it. */
function linesOf(count: number): Buffer {
  const numberIn = (path: readonly string[]) => {
    let desc: (typeof AuthorizePaymentRequestSchema.fields)[number]["message"] =
      AuthorizePaymentRequestSchema;
    return path.map((name) => {
      const found = desc?.fields.find(({ localName }) => localName === name);
      assert.ok(found, name);
      desc = found.message;
      return found.number;
    });
  };
  const [purchase = 0, order = 0, lines = 0] = numberIn(["purchase", "order", "lines"]);
  return field(purchase, field(order, repeated(lines, empty, count)));
}
const fields = (bytes: Uint8Array) => hasTooManyFields(AuthorizePaymentRequestSchema, bytes);

test("fields of messages in messages are counted", () => {
  assert.equal(fields(linesOf(MOST_PARTS - 2)), false);
  assert.equal(fields(linesOf(MOST_PARTS + 1)), true);
});

test("a long text is one part, and so is a file", () => {
  const request = authorize({ reference: "x".repeat(3 << 20) });
  assert.equal(fields(toBinary(AuthorizePaymentRequestSchema, request)), false);
  assert.equal(
    hasTooManyParts(Buffer.from(JSON.stringify({ reference: "x".repeat(3 << 20) }))),
    false,
  );
});

test("entries of maps are counted, and values in values to their depth", () => {
  const options: Record<string, object> = {};
  for (let at = 0; at < 3; at += 1)
    options[`a${at}`] = { list: Array.from({ length: 20_000 }, () => ({})) };
  const few = create(AuthorizePaymentRequestSchema, {
    connectorOptions: { small: { a0: options["a0"] as never } },
  });
  const many = create(AuthorizePaymentRequestSchema, {
    connectorOptions: { small: options as never },
  });
  assert.equal(fields(toBinary(AuthorizePaymentRequestSchema, few)), false);
  assert.equal(fields(toBinary(AuthorizePaymentRequestSchema, many)), true);
});

test("what is nested without an end is gone through to a depth, and not beyond the stack", () => {
  // A struct's entry, its value, and the struct in it, to more levels than anybody reads.
  let deep: Buffer = Buffer.alloc(0);
  for (let level = 0; level < 3_000; level += 1) deep = field(1, field(2, field(5, deep)));
  const number = AuthorizePaymentRequestSchema.field.connectorOptions.number;
  const body = repeated(number, field(2, deep), 10);
  assert.ok(body.length > MOST_PARTS);
  assert.equal(fields(body), false);
});

describe("over gRPC", () => {
  let service: Started;
  before(async () => {
    service = await start(undefined);
  });
  after(() => service.close());

  test("millions of empty lines are refused at once", async () => {
    const { status, message } = await grpc(service.url, { body: frameOf(linesOf(1_000_000)) });
    assert.equal(status, "3");
    assert.match(message, /more than 100000 parts/);
  });

  test("thousands of wrong lines are told as far as trailers hold them, and how many there are more", async () => {
    // An error alone has its trailers among the headers.
    const { status, message, headers, details } = await grpc(service.url, {
      body: frameOf(linesOf(20_000)),
    });
    assert.equal(status, "3");
    assert.match(message, /; and \d+ more$/);
    assert.deepEqual(details, ["ErrorInfo", "BadRequest"]);
    const size = Object.entries(headers).reduce((sum, pair) => sum + pair.join().length, 0);
    assert.ok(size > 4_000 && size < 8_000, `${size} bytes of trailers`);
    const packed = String(headers["grpc-status-details-bin"]);
    const told = Buffer.from(packed, "base64").toString("latin1");
    assert.match(told, /purchase\.order\.lines\[0\]/);
    assert.match(told, /more are not told/);
  });
});
