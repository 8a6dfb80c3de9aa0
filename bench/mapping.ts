/**
 * What a call costs in process, per connector and flow, with the processor's recorded answer there at once. `mapping` is
 * the connector's own part and what runs it: the processor's request is built and signed, its answer read. `call` is the
 * whole of it: guard, credentials, idempotency key, mapping, and the unified answer with all that the runtime adds. No
 * socket, no bytes of our own. A processor's session is opened once; sealed `state` is part of the call alone.
 *
 *   node bench/mapping.ts [--rounds 7] [--milliseconds 60] [--warm 200]
 */
import { mapped, plainestCalls, repeated } from "./calls.ts";
import { inRounds, median, report, rounded, roundsFrom } from "./measure.ts";

const settings = roundsFrom({ rounds: 7, milliseconds: 60, warm: 200 });
const calls = (await plainestCalls()).map((call) => ({
  ...call,
  key: `${call.connector.id} ${call.fixture.flow}`,
}));
// All in one process: what they share sees every connector's shapes, as in a service.
const figures = await inRounds(
  calls.flatMap((call) => [
    { name: `${call.key} call`, call: repeated(call) },
    { name: `${call.key} mapping`, call: mapped(call) },
  ]),
  settings,
);
report(
  "mapping",
  calls.map(({ connector, fixture, name, key }) => {
    const mapping = figures.get(`${key} mapping`) ?? [];
    const call = figures.get(`${key} call`) ?? [];
    return {
      connector: connector.id,
      flow: fixture.flow,
      fixture: name,
      exchanges: fixture.exchanges.length,
      "mapping CPU µs": rounded(median(mapping)),
      "least of it": rounded(Math.min(...mapping)),
      "call CPU µs": rounded(median(call)),
      "least of the call": rounded(Math.min(...call)),
    };
  }),
  settings,
);
