/**
 * The real service in processes of its own, under load: overload, a rolling restart behind nginx, and a soak in which
 * the certificate changes. The longer soak: `SOAK_SECONDS=7200 node --test packages/testing/load/load.test.ts`.
 * The figures are printed, and kept in `reports/load.json`.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "node:tls";
import { create, fromJsonString, toJsonString } from "@bufbuild/protobuf";
import { GetPaymentRequestSchema, GetPaymentResponseSchema, PaymentStatus } from "#contract";
import { createCertificates } from "../certificates.ts";
import { type Called, grpcLine, jsonLine, quantile } from "./caller.ts";
import { keep, rounded } from "./figures.ts";
import {
  descriptorsOf,
  type SandboxProcess,
  type ServiceProcess,
  startNginx,
  startSandbox,
  startServiceProcess,
} from "./processes.ts";
import { agreement, became, forSeconds, visit } from "./visit.ts";

let folder = "";
let sandbox: SandboxProcess;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "load-"));
  sandbox = await startSandbox();
});
after(async () => {
  await sandbox?.stop();
  await rm(folder, { recursive: true, force: true });
});

const configOf = (more: object = {}) => ({
  mode: "development",
  log: { level: "error" },
  accounts: { stripe: sandbox.accounts["stripe"], adyen: sandbox.accounts["adyen"] },
  ...more,
});
const times = (all: readonly Called[]) => all.map(({ milliseconds }) => milliseconds);
const connectors = ["stripe", "adyen"];

describe("overload", () => {
  const running = 8;
  const patience = 200;
  test("is shed early, and who was admitted waits no longer than the patience", async () => {
    const limits = { running, waiting: running, patience: `${patience}ms` };
    const service = await startServiceProcess(folder, "overload", configOf({ limits }));
    try {
      await Promise.all(
        connectors.map((id) =>
          sandbox.control(`${id}/faults`, {
            on: "*",
            times: 1_000_000,
            fault: { kind: "delay", milliseconds: 50 },
          }),
        ),
      );
      const lines = [grpcLine(service), jsonLine(service)];
      // What is loaded at the first call is not what is measured.
      await visit({ lines, callers: 4, on: forSeconds(1.5), connectors });
      const calm = await visit({ lines, callers: running, on: forSeconds(3), connectors });
      const stormy = await visit({
        lines,
        callers: 32 * running,
        on: forSeconds(6),
        pause: 250,
        connectors,
      });
      for (const line of lines) line.close();

      assert.equal(became(calm, "paid").length, calm.length, "nobody is refused below the limits");
      const paid = became(stormy, "paid");
      const shed = became(stormy, "refused");
      assert.equal(paid.length + shed.length, stormy.length, "every call is answered");
      for (const one of shed)
        assert.deepEqual(one.became, { kind: "refused", reason: "OVERLOADED" });
      const { charged } = await agreement(sandbox, [...calm, ...stormy]);
      assert.equal(charged, calm.length + paid.length);
      const [usual, admitted, refused] = [calm, paid, shed].map((all) => ({
        p50: rounded(quantile(times(all), 0.5)),
        p99: rounded(quantile(times(all), 0.99)),
      }));
      assert.ok(usual && admitted && refused);
      keep("overload", {
        ...{ running, waiting: running, patience, callers: 32 * running },
        ...{ calm: calm.length, admitted: paid.length, shed: shed.length },
        milliseconds: { usual, admitted, refused },
      });
      assert.ok(shed.length > paid.length / 10, "it was too much");
      assert.ok(paid.length > calm.length / 2, "as much is done as before, or nearly");
      const slack = patience + 250;
      assert.ok(admitted.p99 < 2 * usual.p99 + slack, `admitted in ${admitted.p99} ms`);
      assert.ok(refused.p50 < patience + 50, `half are refused within ${refused.p50} ms`);
      assert.ok(refused.p99 < 2 * slack, `refused in ${refused.p99} ms`);
    } finally {
      await Promise.all(connectors.map((id) => sandbox.control(`${id}/faults`, { clear: true })));
      assert.equal(await service.stop(), 0);
    }
  });
});

const nginx = spawnSync("nginx", ["-v"]).error
  ? "nginx is not installed: apt-get install nginx"
  : false;

describe("a rolling restart of two instances behind nginx", () => {
  test("loses no call, and charges none twice", { skip: nginx }, async () => {
    const config = configOf({ drain: { notice: "500ms", most: "10s" } });
    const services: ServiceProcess[] = await Promise.all(
      ["one", "two"].map((name) => startServiceProcess(folder, name, config)),
    );
    const ports = services.map(({ port }) => port);
    const proxy = await startNginx(folder, ports);
    try {
      const lines = [
        grpcLine({ url: proxy.grpcUrl }),
        jsonLine({ url: proxy.jsonUrl }),
        grpcLine({ url: proxy.grpcUrl }),
        jsonLine({ url: proxy.jsonUrl }, true),
      ];
      let restarting = true;
      const load = visit({ lines, callers: 12, on: () => restarting, connectors });
      const restarts: number[] = [];
      try {
        await sleep(1_500);
        for (const index of [0, 1, 0, 1]) {
          const begun = performance.now();
          assert.equal(await services[index]?.stop(), 0, "a drained process ends with 0");
          const port = ports[index];
          services[index] = await startServiceProcess(folder, `again-${index}`, config, port);
          restarts.push(rounded(performance.now() - begun));
          // Longer than nginx leaves a server alone.
          await sleep(1_500);
        }
      } finally {
        restarting = false;
      }
      const all = await load;
      const { charged, untold } = await agreement(sandbox, all);
      for (const call of untold) await found(proxy.jsonUrl, call);
      const repeats = all.reduce((sum, one) => sum + one.repeats, 0);
      const kinds = Object.groupBy(all, ({ became: { kind } }) => kind);
      keep("rolling restart", {
        ...{ calls: all.length, charged, restarts, p99: rounded(quantile(times(all), 0.99)) },
        paid: kinds.paid?.length ?? 0,
        refused: countsOf(all, "reason"),
        lost: countsOf(all, "why"),
        untold: untold.length,
        repeats,
      });
      assert.ok(all.length > 100, "there was load");
      assert.equal(kinds.unknown?.length ?? 0, 0);
      for (const { became: end } of kinds.refused ?? [])
        assert.ok(end.kind === "refused" && safe.has(end.reason), JSON.stringify(end));
      assert.equal(kinds.lost?.length ?? 0, 0, "every call has an answer of the service");
      // nginx may meet the moment in which a port closes. It cannot know what became of the call, and says 502.
      assert.ok(repeats <= 1 + all.length / 100, `${repeats} calls were made again`);
      for (const line of lines) line.close();
    } finally {
      await proxy.stop();
      for (const service of services) await service.stop();
    }
  });
});

/** How many ended with each word. */
const countsOf = (all: readonly Called[], member: string): Readonly<Record<string, number>> => {
  const words = all.flatMap(({ became: end }): readonly string[] => Reflect.get(end, member) ?? []);
  const counts: Record<string, number> = {};
  for (const word of words.flat()) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
};

/** Nothing was sent: the same call may be made again. */
const safe: ReadonlySet<string> = new Set([
  "SHUTTING_DOWN",
  "OVERLOADED",
  "NOT_SENT",
  "REFUSED_STREAM",
]);

/** A charge that nobody was told of is found by the reference of its call. */
async function found(url: string, { connector, reference }: Called): Promise<void> {
  const request = create(GetPaymentRequestSchema, {
    target: { case: "originalCall", value: { reference } },
  });
  const response = await fetch(`${url}/payments.v1.PaymentService/GetPayment`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-connector-account": connector },
    body: toJsonString(GetPaymentRequestSchema, request),
  });
  const text = await response.text();
  assert.equal(response.status, 200, text);
  const { payment } = fromJsonString(GetPaymentResponseSchema, text);
  assert.equal(payment?.status, PaymentStatus.CAPTURED, reference);
}

const SOAK_SECONDS = Number(process.env["SOAK_SECONDS"] ?? 40);
/** Loaded, compiled and filled: what grows before it is no leak. */
const WARM_SECONDS = Math.min(12, SOAK_SECONDS / 3);
const certificates = [createCertificates(), createCertificates()].filter(
  (one) => one !== undefined,
);
const openssl = certificates.length < 2 && "openssl is not installed: apt-get install openssl";

describe(`a soak of ${SOAK_SECONDS} s`, () => {
  test("with a new certificate at every quarter: no failed call, nothing grows", {
    skip: openssl,
  }, async () => {
    const put = async (index: number) => {
      const { key, certificate } = certificates[index % 2] ?? assert.fail("no certificate");
      for (const [name, text] of [
        ["server.key", key],
        ["server.pem", certificate],
      ] as const) {
        await writeFile(join(folder, `${name}.new`), text);
        await rename(join(folder, `${name}.new`), join(folder, name));
      }
    };
    await put(0);
    const listen = { tls: { certificate: "file:server.pem", key: "file:server.key" } };
    const service = await startServiceProcess(folder, "soak", configOf({ listen }));
    try {
      const place = {
        url: service.url,
        authorities: certificates.map(({ authority }) => authority),
      };
      const lines = [grpcLine(place), jsonLine(place), jsonLine(place, true)];
      const all: Called[] = [];
      const samples: { at: number; calls: number; resident: number; descriptors: number }[] = [];
      const seen = new Set<string>();
      const begun = performance.now();
      const seconds = () => (performance.now() - begun) / 1_000;
      let rotations = 0;
      let charged = 0;
      let failed = false;
      const going = () => !failed && seconds() < SOAK_SECONDS;
      const watch = async () => {
        while (going()) {
          await sleep(Math.min(1_000, SOAK_SECONDS * 50));
          if (seconds() > ((rotations + 1) * SOAK_SECONDS) / 4 && rotations < 3) {
            rotations += 1;
            await put(rotations);
          }
          if (!going()) return;
          seen.add(await fingerprintOf(place.url, place.authorities));
          if (seconds() < WARM_SECONDS) continue;
          samples.push({
            at: rounded(seconds()),
            calls: all.length,
            resident: rounded(await service.held()),
            descriptors: descriptorsOf(service.pid),
          });
        }
      };
      // In pieces, so that hours of it need no memory here.
      const pay = async () => {
        while (going()) {
          const on = forSeconds(Math.min(10, SOAK_SECONDS - seconds()));
          const piece = await visit({ lines, callers: 8, on, connectors });
          for (const one of piece)
            assert.equal(one.became.kind, "paid", `${seconds()} s: ${JSON.stringify(one.became)}`);
          assert.ok(
            piece.every(({ repeats }) => repeats === 0),
            "each was answered at once",
          );
          charged += (await agreement(sandbox, piece)).charged;
          // A ledger of hours would be the load.
          await sandbox.control("reset", {});
          all.push(...piece.map((one) => ({ ...one, reference: "" })));
        }
      };
      const both = [watch(), pay()].map((work) =>
        work.catch((error: unknown) => {
          failed = true;
          throw error;
        }),
      );
      const ends = await Promise.allSettled(both);
      for (const end of ends) if (end.status === "rejected") throw end.reason;
      for (const line of lines) line.close();
      const [first, last] = [samples[0], samples.at(-1)];
      assert.ok(first && last && samples.length >= 4, "it was watched");
      const slope = slopeOf(samples.map(({ at, resident }) => [at, resident]));
      keep("soak", {
        ...{ seconds: SOAK_SECONDS, calls: all.length, charged, rotations },
        certificates: seen.size,
        p99: rounded(quantile(times(all), 0.99)),
        resident: { first: first.resident, last: last.resident, MiBPerMinute: rounded(60 * slope) },
        descriptors: { first: first.descriptors, last: last.descriptors },
      });
      assert.equal(charged, all.length, "each call is one charge");
      assert.equal(seen.size, 2, "new connections saw both certificates");
      const half = samples.slice(samples.length / 2);
      const [early, late] = [samples.slice(0, samples.length / 2), half].map((some) =>
        Math.min(...some.map(({ resident }) => resident)),
      );
      assert.ok((late ?? 0) < (early ?? 0) + 24, `resident grew from ${early} to ${late} MiB`);
      const most = Math.max(...samples.map(({ descriptors }) => descriptors));
      assert.ok(last.descriptors <= first.descriptors + 16, `${most} descriptors`);
    } finally {
      assert.equal(await service.stop(), 0);
    }
  });
});

/** Least squares. */
function slopeOf(points: readonly (readonly [number, number])[]): number {
  const mean = (of: readonly number[]) => of.reduce((sum, one) => sum + one, 0) / of.length;
  const [x, y] = [mean(points.map(([at]) => at)), mean(points.map(([, value]) => value))];
  const over = points.reduce((sum, [at, value]) => sum + (at - x) * (value - y), 0);
  return over / points.reduce((sum, [at]) => sum + (at - x) ** 2, 0);
}

/** Of the certificate that a new connection is shown. */
function fingerprintOf(url: string, authorities: readonly string[]): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const socket = connect(
    { host: "127.0.0.1", port: Number(new URL(url).port), ca: [...authorities] },
    () => {
      resolve(socket.getPeerCertificate().fingerprint256);
      socket.destroy();
    },
  );
  socket.on("error", reject);
  return promise;
}
