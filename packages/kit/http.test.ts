/** HTTP as data: forms, multipart, and JSON that keeps every digit. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  bytesOf,
  decimal,
  form,
  InvalidRequest,
  json,
  multipart,
  parseJson,
  path,
  query,
  toJson,
  usualStatuses,
  withHeaders,
} from "#kit";
import { uploadedParts } from "#simulate";
import { runs } from "./runs.ts";

test("forms are written as the platform writes them, whatever stands in them", () => {
  const words = fc.string({ unit: "binary" });
  fc.assert(
    fc.property(fc.dictionary(words, words, { noNullPrototype: true }), (fields) => {
      const { text, type } = form(fields);
      assert.equal(text, new URLSearchParams(Object.entries(fields)).toString());
      assert.equal(type, "application/x-www-form-urlencoded");
    }),
    runs(500),
  );
});

test("half a character is written as the platform writes it too", () => {
  assert.equal(form({ a: "x\ud800y" }).text, "a=x%EF%BF%BDy");
});

test("fields without a value drop out, numbers keep every digit", () => {
  const fields = { a: undefined, "b[c]": 12345678901234567890n, d: true, e: 0, f: "" };
  assert.equal(form(fields).text, "b%5Bc%5D=12345678901234567890&d=true&e=0&f=");
  assert.equal(query({ a: "x y", b: undefined }), "?a=x+y");
  assert.equal(query({ a: undefined }), "");
});

/** What a server makes of a multipart body: `FormData` by the platform. */
async function received(body: ReturnType<typeof multipart>) {
  const answer = new Response(Buffer.from(bytesOf(body)), {
    headers: { "content-type": body.type },
  });
  return [...(await answer.formData()).entries()];
}

test("a multipart body is read as it was written", async () => {
  const bytes = new Uint8Array([0, 13, 10, 45, 45, 98, 255]);
  const body = multipart(
    [
      { name: "purpose", text: "dispute_evidence — ü\r\n--b" },
      { name: "file", filename: 'a "quoted"\r\nname.pdf', type: "application/pdf", bytes },
    ],
    "boundary-1",
  );
  const [purpose, file] = await received(body);
  assert.deepEqual(purpose, ["purpose", "dispute_evidence — ü\r\n--b"]);
  assert.ok(file?.[1] instanceof File);
  assert.deepEqual(new Uint8Array(await file[1].arrayBuffer()), bytes);
  assert.equal(file[1].type, "application/pdf");
});

test("a part of text says its media type where it has one, and is no file", () => {
  const part = { name: "operations", text: "{}" };
  const written = (type?: string) =>
    Buffer.from(
      bytesOf(multipart([type === undefined ? part : { ...part, type }], "b")),
    ).toString();
  assert.equal(
    written("application/json"),
    '--b\r\nContent-Disposition: form-data; name="operations"\r\nContent-Type: application/json\r\n\r\n{}\r\n--b--\r\n',
  );
  assert.doesNotMatch(written(), /Content-Type/);
});

test("a simulator sees the parts as they were written, one character a byte", () => {
  const bytes = new Uint8Array([0, 13, 10, 45, 45, 98, 255]);
  const body = multipart(
    [
      { name: "operations", text: "{}", type: "application/json" },
      { name: "purpose", text: "evidence" },
      { name: "file", filename: "a.pdf", type: "application/pdf", bytes },
    ],
    "boundary-1",
  );
  const parts = uploadedParts({ headers: { "content-type": body.type }, bytes: bytesOf(body) });
  assert.deepEqual(parts, [
    { name: "operations", filename: "", type: "application/json", content: "{}" },
    { name: "purpose", filename: "", type: "", content: "evidence" },
    {
      name: "file",
      filename: "a.pdf",
      type: "application/pdf",
      content: String.fromCharCode(...bytes),
    },
  ]);
  const json = { headers: { "content-type": "application/json" }, bytes: bytesOf(body) };
  assert.deepEqual(uploadedParts(json), []);
});

test("nothing in a part becomes a header of its own", () => {
  const evil = '"\r\nX-Evil: 1\r\n\r\n';
  const body = multipart(
    [
      { name: evil, text: "" },
      { name: "f", filename: evil, type: `text/plain${evil}`, bytes: new Uint8Array() },
    ],
    "b",
  );
  const lines = Buffer.from(bytesOf(body)).toString().split("\r\n");
  assert.ok(lines.every((line) => !line.startsWith("X-Evil")));
});

test("JSON comes back as it was, integers of any size included", () => {
  const numbers = fc.oneof(
    fc.bigInt(-(10n ** 30n), 10n ** 30n),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  );
  const leaf = fc.oneof(numbers, fc.string(), fc.boolean(), fc.constant(null));
  const value = fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: "small" },
      leaf,
      fc.array(tie("node")),
      fc.dictionary(fc.string(), tie("node"), { noNullPrototype: true }),
    ),
  })).node;
  const small = (member: unknown): unknown =>
    typeof member === "bigint" && Number.isSafeInteger(Number(member)) ? Number(member) : member;
  fc.assert(
    fc.property(value, (given) => {
      const said = toJson(given);
      const again = toJson(parseJson(said));
      assert.equal(again, said);
      if (typeof given === "bigint") assert.equal(parseJson(said), small(given));
    }),
    runs(500),
  );
});

test("numbers beyond 2^53 keep their digits, wherever they stand", () => {
  assert.deepEqual(parseJson('{"id":9007199254740993,"list":[-9007199254740993]}'), {
    id: 9007199254740993n,
    list: [-9007199254740993n],
  });
  assert.equal(parseJson("9007199254740991"), 9007199254740991);
  assert.equal(typeof parseJson("1e20"), "number");
  assert.equal(parseJson("0.1234567890123456"), 0.1234567890123456);
});

test("what is not JSON is undefined, what is in JSON pollutes nothing", () => {
  for (const text of ["", "{", "undefined", "{'a':1}", "\ufeff{}", "NaN"])
    assert.equal(parseJson(text), undefined, text);
  const parsed = parseJson('{"__proto__":{"polluted":1234567890123456789}}');
  assert.ok(typeof parsed === "object" && parsed !== null);
  assert.equal(Reflect.get({}, "polluted"), undefined);
  assert.equal(Object.getPrototypeOf(parsed), Object.prototype);
});

test("a JSON body keeps decimals and drops what is undefined", () => {
  const { text, type } = json({ amount: decimal("10.50"), id: 9007199254740993n, gone: undefined });
  assert.equal(text, '{"amount":10.50,"id":9007199254740993}');
  assert.equal(type, "application/json");
  assert.throws(() => decimal("not a number"), SyntaxError);
});

test("a body's bytes are its own, or its text in UTF-8", () => {
  assert.deepEqual(bytesOf(undefined), new Uint8Array());
  assert.deepEqual(bytesOf({ type: "a", text: "é" }), new Uint8Array([195, 169]));
  const bytes = new Uint8Array([255]);
  assert.equal(bytesOf({ type: "a", bytes }), bytes);
});

test("headers are added and replaced without changing the request", () => {
  const request = { method: "GET", url: "https://a.example", headers: { A: "1", B: "2" } } as const;
  const { headers } = withHeaders(request, { B: "3", C: "4" });
  assert.deepEqual(headers, { A: "1", B: "3", C: "4" });
  assert.deepEqual(request.headers, { A: "1", B: "2" });
});

test("no status says done or not done unless it certainly is", () => {
  for (let status = 100; status < 600; status += 1) {
    const meaning = usualStatuses[status] ?? "unknown";
    if (status < 200 || (status >= 300 && status < 400) || status >= 500)
      assert.equal(meaning, "unknown", String(status));
    assert.notEqual(meaning, "untouched");
  }
  for (const status of [408, 409, 425, 429]) assert.equal(usualStatuses[status], undefined);
  assert.equal(usualStatuses[401], "session");
});

test("an id stays in its place of an address, whatever stands in it", () => {
  assert.equal(path`/v1/payments/${"pay_1"}/capture`, "/v1/payments/pay_1/capture");
  assert.equal(path`/v1/payments`, "/v1/payments");
  assert.equal(path`/${7n}/${8}-${"a"}`, "/7/8-a");
  const id = fc.oneof(
    fc.string({ unit: "binary", minLength: 1 }),
    fc.constantFrom("../../refunds", "a/b", "?a=1", "#a", "%2e%2e", "\\\\..", "...", "\ud800"),
  );
  fc.assert(
    fc.property(
      id.filter((text) => !/^\.\.?$/.test(text)),
      (text) => {
        const { pathname, search, hash } = new URL(path`/v1/${text}/capture`, "https://a.example");
        const [, version, segment = "", action, ...more] = pathname.split("/");
        assert.deepEqual([version, action, more, search, hash], ["v1", "capture", [], "", ""]);
        assert.equal(decodeURIComponent(segment), text.toWellFormed());
      },
    ),
    runs(500),
  );
});

test("an id that is missing or a step to elsewhere makes no address", () => {
  for (const wrong of [undefined, "", ".", ".."])
    assert.throws(() => path`/v1/payments/${wrong}/capture`, InvalidRequest, String(wrong));
});
