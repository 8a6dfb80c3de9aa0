/**
 * What the service costs from socket to socket: a card payment at Stripe in, one call to a mock processor in a process
 * of its own, the answer out. gRPC over HTTP/2 and JSON over HTTP/1.1, with TLS and without, in one process and two,
 * against a floor of node:http2 → undici → JSON that maps nothing. CPU time is the measured processes' own, and a ratio
 * to the floor is taken within its round. Then what it adds to a call's time, in open loop at a tenth of saturation.
 *
 *   node bench/service.ts [--rounds 5] [--milliseconds 800] [--warm 8000]
 */
import type { Speech } from "./load.ts";
import { median, report, rounded, roundsFrom } from "./measure.ts";
import {
  type Running,
  selfSigned,
  startLoader,
  startServer,
  type Visited,
  visited,
} from "./processes.ts";

const { rounds, milliseconds, warm } = roundsFrom({ rounds: 5, milliseconds: 800, warm: 8_000 });
const CALLERS = [1, 16, 64, 256];

const tls = selfSigned();
const processor = await startServer({ role: "processor", origin: "" });
const origin = `http://127.0.0.1:${processor.port}`;
const secure = tls && { tls };
const floors = [await startServer({ role: "floor", origin })];
const secureFloors = tls ? [await startServer({ role: "floor", origin, tls })] : [];
const services = [
  await startServer({ role: "service", origin }),
  await startServer({ role: "service", origin }),
];
const secureServices = tls ? [await startServer({ role: "service", origin, ...secure })] : [];
const loader = await startLoader();

interface Candidate {
  readonly name: string;
  readonly speech: Speech;
  readonly servers: readonly Running[];
  readonly authority?: string;
  /** Whose figure it is held against. */
  readonly floor: string;
}
const authority = tls && { authority: tls.certificate };
const [first] = services;
const plain = first ? [first] : [];
const candidates: readonly Candidate[] = [
  { name: "floor", speech: "floor", servers: floors, floor: "floor" },
  { name: "gRPC", speech: "grpc", servers: plain, floor: "floor" },
  { name: "JSON", speech: "json", servers: plain, floor: "floor" },
  { name: "gRPC, two processes", speech: "grpc", servers: services, floor: "floor" },
  { name: "JSON, two processes", speech: "json", servers: services, floor: "floor" },
  ...(tls
    ? ([
        {
          name: "floor, TLS",
          speech: "floor",
          servers: secureFloors,
          ...authority,
          floor: "floor, TLS",
        },
        {
          name: "gRPC, TLS",
          speech: "grpc",
          servers: secureServices,
          ...authority,
          floor: "floor, TLS",
        },
        {
          name: "JSON, TLS",
          speech: "json",
          servers: secureServices,
          ...authority,
          floor: "floor, TLS",
        },
      ] as const)
    : []),
];
if (!tls) console.error("no openssl: TLS is not measured");

const visit = ({ servers, speech, authority }: Candidate, callers: number, length: number) =>
  visited(loader, servers, {
    speech,
    callers,
    milliseconds: length,
    ...(authority !== undefined && { authority }),
  });

for (const candidate of candidates) await visit(candidate, 16, warm);
const figures = new Map<string, Visited[]>();
for (let round = 0; round < rounds; round += 1)
  for (const callers of CALLERS)
    for (let turn = 0; turn < candidates.length; turn += 1) {
      const candidate = candidates[(turn + round) % candidates.length];
      if (!candidate) continue;
      const key = `${candidate.name} ${callers}`;
      figures.set(key, [
        ...(figures.get(key) ?? []),
        await visit(candidate, callers, milliseconds),
      ]);
    }

/** What others do on the machine can only lengthen it. */
const least = (visits: readonly Visited[]) => Math.min(...visits.map(({ cpu }) => cpu));
const rows = CALLERS.flatMap((callers) =>
  candidates.map(({ name, floor }) => {
    const own = figures.get(`${name} ${callers}`) ?? [];
    const under = figures.get(`${floor} ${callers}`) ?? [];
    const ratios = own.map(({ cpu }, round) => cpu / (under[round]?.cpu ?? Number.NaN));
    return {
      callers,
      candidate: name,
      "CPU µs": rounded(median(own.map(({ cpu }) => cpu))),
      least: rounded(least(own)),
      "× floor": rounded(median(ratios)),
      "least × least": rounded(least(own) / least(under)),
      "p50 ms": rounded(median(own.map(({ p50 }) => p50))),
      "p99 ms": rounded(median(own.map(({ p99 }) => p99))),
      "calls/s": Math.round(median(own.map(({ calls, seconds }) => calls / seconds))),
    };
  }),
);
report("service", rows, { rounds, milliseconds });

// A tenth of what gRPC did at most.
const saturation = Math.max(
  ...rows.filter(({ candidate }) => candidate === "gRPC").map((row) => row["calls/s"]),
);
const rate = saturation / 10;
const direct: Candidate = {
  name: "the processor alone",
  speech: "direct",
  servers: [processor],
  floor: "",
};
const calm: readonly Candidate[] = [direct, ...candidates.slice(0, 3)];
const times = new Map<string, Visited[]>();
for (let round = 0; round < rounds + 1; round += 1)
  for (const { name, speech, servers } of calm) {
    const load = { speech, callers: 16, milliseconds: 3 * milliseconds, rate };
    const figure = await visited(loader, servers, load);
    // The first round warms up.
    if (round > 0) times.set(name, [...(times.get(name) ?? []), figure]);
  }
const alone = times.get(direct.name) ?? [];
report(
  "latency",
  calm.map(({ name }) => {
    const own = times.get(name) ?? [];
    const added = (read: (figure: Visited) => number) =>
      rounded(median(own.map((figure, round) => read(figure) - read(alone[round] ?? figure))));
    return {
      candidate: name,
      "calls/s": Math.round(median(own.map(({ calls, seconds }) => calls / seconds))),
      "p50 ms": rounded(median(own.map(({ p50 }) => p50))),
      "p99 ms": rounded(median(own.map(({ p99 }) => p99))),
      "added p50 ms": added(({ p50 }) => p50),
      "added p99 ms": added(({ p99 }) => p99),
    };
  }),
  { rate, saturation, rounds },
);
for (const each of [processor, ...floors, ...secureFloors, ...services, ...secureServices, loader])
  each.close();
