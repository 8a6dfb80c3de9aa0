/**
 * What mapping costs: one call through the in-process runtime with the processor's recorded answer there at once. From
 * the unified request to the unified answer: guard, credentials, idempotency key, the processor's request, its answer
 * read and checked. No socket, no bytes of our own.
 *
 *   node bench/mapping.ts [--rounds 7] [--milliseconds 60] [--warm 200]
 */
import { plainestCalls, repeated } from "./calls.ts";
import { inRounds, median, report, rounded, roundsFrom } from "./measure.ts";

const settings = roundsFrom({ rounds: 7, milliseconds: 60, warm: 200 });
const calls = await plainestCalls();
// All in one process: what they share sees every connector's shapes, as in a service.
const figures = await inRounds(
  calls.map((call) => ({
    name: `${call.connector.id} ${call.fixture.flow}`,
    call: repeated(call),
  })),
  settings,
);
report(
  "mapping",
  calls.map(({ connector, fixture, name }) => {
    const own = figures.get(`${connector.id} ${fixture.flow}`) ?? [];
    return {
      connector: connector.id,
      flow: fixture.flow,
      fixture: name,
      exchanges: fixture.exchanges.length,
      "CPU µs": rounded(median(own)),
      least: rounded(Math.min(...own)),
    };
  }),
  settings,
);
