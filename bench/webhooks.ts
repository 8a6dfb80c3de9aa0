/**
 * Webhooks per second: each is verified by its processor's signature, read and told in our words. In process, one after
 * the other, with nothing else to do; one core does 1,000,000 / CPU µs of them in a second.
 *
 *   node bench/webhooks.ts [--rounds 7] [--milliseconds 60] [--warm 1000]
 */
import { repeated, webhookCalls } from "./calls.ts";
import { inRounds, median, report, rounded, roundsFrom } from "./measure.ts";

const settings = roundsFrom({ rounds: 7, milliseconds: 60, warm: 1_000 });
const calls = await webhookCalls();
const figures = await inRounds(
  calls.map((call) => ({ name: call.connector.id, call: repeated(call) })),
  settings,
);
report(
  "webhooks",
  calls.map(({ connector, fixture, name }) => {
    const own = figures.get(connector.id) ?? [];
    return {
      connector: connector.id,
      fixture: name,
      bytes: fixture.body?.length ?? 0,
      "exchanges to verify": fixture.exchanges.length,
      "CPU µs": rounded(median(own)),
      least: rounded(Math.min(...own)),
      "a second on one core": Math.round(1_000_000 / median(own)),
    };
  }),
  settings,
);
