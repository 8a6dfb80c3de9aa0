/** What contacts are in one line. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import { AddressSchema, ContactSchema } from "#contract";
import { fullName, streetLine } from "./addresses.ts";

test("a house number is neither lost nor written twice", () => {
  const line = (line1?: string, houseNumber?: string) =>
    streetLine(
      create(AddressSchema, {
        ...(line1 !== undefined && { line1 }),
        ...(houseNumber !== undefined && { houseNumber }),
      }),
    );
  assert.equal(line("Keizersgracht", "126"), "Keizersgracht 126");
  assert.equal(line("Keizersgracht 126", "126"), "Keizersgracht 126");
  assert.equal(line("126, High St.", "126"), "126, High St.");
  assert.equal(line("Straße 1260", "126"), "Straße 1260 126");
  assert.equal(line("Keizersgracht 126"), "Keizersgracht 126");
  assert.equal(line(undefined, "126"), "126");
  assert.equal(line("", ""), undefined);
  assert.equal(streetLine(undefined), undefined);
});

test("a name is whatever of it is given", () => {
  const name = (firstName: string, lastName: string) =>
    fullName(create(ContactSchema, { firstName, lastName }));
  assert.equal(name("Jia", "Tsang"), "Jia Tsang");
  assert.equal(name("Jia", ""), "Jia");
  assert.equal(name("", "Tsang"), "Tsang");
  assert.equal(name("", ""), undefined);
  assert.equal(fullName(undefined), undefined);
});
