/** Every message of worldpayvantiv's fixtures against Worldpay's own schema, by lxml where Python has it. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { fixturesOf } from "../fixtures.ts";

const schema = "/work/shared/oracles/specs/worldpay-vantiv/cnpOnline_v12.34.xsd";
const validate = `
import json, sys
from lxml import etree
schema = etree.XMLSchema(etree.parse(sys.argv[1]))
faults = []
for name, text in json.load(sys.stdin):
    if not schema.validate(etree.fromstring(text.encode())):
        faults.append(name + ": " + str(schema.error_log[0]))
print(json.dumps(faults))
`;
const missing = !existsSync(schema)
  ? `no schema at ${schema}`
  : spawnSync("python3", ["-c", "import lxml"]).status !== 0 && "python3 has no lxml";

test("worldpayvantiv: what is sent and answered passes the schema", { skip: missing }, () => {
  const messages = fixturesOf("worldpayvantiv").flatMap(({ name, fixture }) =>
    fixture.exchanges.flatMap(({ request, response }, index) =>
      [
        [`${name} request ${index + 1}`, request?.body],
        [`${name} answer ${index + 1}`, response.body],
        // Chargebacks are another API, of another schema.
      ].filter(([, text]) => text?.includes('"http://www.vantivcnp.com/schema"')),
    ),
  );
  assert.ok(messages.length > 100);
  const { stdout, stderr } = spawnSync("python3", ["-c", validate, schema], {
    input: JSON.stringify(messages),
    encoding: "utf8",
  });
  assert.deepEqual(JSON.parse(stdout || "null"), [], stderr);
});
