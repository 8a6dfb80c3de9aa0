/** A reporter that ends the run at the first test that fails: a mutant dies once. */
import type { TestEvent } from "node:test/reporters";

export default async function* first(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const { type, data } of events)
    if (type === "test:fail") {
      process.stdout.write(`${data.name}\n`);
      process.exit(1);
    }
  yield "";
}
