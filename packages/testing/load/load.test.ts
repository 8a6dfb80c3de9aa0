/**
 * The real service in processes of its own, under load: overload, a rolling restart behind nginx, and a soak in which
 * the certificate changes. The longer soak: `SOAK_SECONDS=7200 node --test packages/testing/load/load.test.ts`.
 * The figures are printed, and kept in `reports/load.json`.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "node:tls";
import { createCertificates } from "../certificates.ts";
import { temporaryFolder } from "../folder.ts";
import { type Called, grpcLine, jsonLine, quantile } from "./caller.ts";
import { keep, rounded } from "./figures.ts";
import { INSTANCES, startNginx } from "./nginx.ts";
import {
  leaking,
  type SandboxProcess,
  type ServiceProcess,
  startSandbox,
  startServiceProcess,
} from "./processes.ts";
import { grown, leasts, residentOverTime, soak } from "./soak.ts";
import { agreement, became, forSeconds, visit } from "./visit.ts";

const folder = temporaryFolder("load");
let sandbox: SandboxProcess;
before(async () => {
  sandbox = await startSandbox();
});
after(async () => {
  await sandbox?.stop();
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

const certificates = [createCertificates(), createCertificates()].filter(
  (one) => one !== undefined,
);
const openssl = certificates.length < 2 && "openssl is not installed: apt-get install openssl";

const nginx = spawnSync("nginx", ["-v"]).error
  ? "nginx is not installed: apt-get install nginx"
  : false;

/** In CI four, each of both instances twice; `RESTARTS=40` for an hour's worth. */
const RESTARTS = Number(process.env["RESTARTS"] ?? 4);
describe("a rolling restart of two instances behind nginx, as the guide configures it", () => {
  test("loses no call, and charges none twice", { skip: nginx || openssl }, async () => {
    const both = createCertificates(`IP:127.0.0.1,DNS:${INSTANCES}`) ?? assert.fail("no openssl");
    await writeFile(join(folder, "instance.pem"), both.certificate);
    await writeFile(join(folder, "instance.key"), both.key);
    const config = configOf({
      listen: { tls: { certificate: "file:instance.pem", key: "file:instance.key" } },
      drain: { notice: "2s", most: "10s" },
    });
    const services: ServiceProcess[] = await Promise.all(
      ["one", "two"].map((name) => startServiceProcess(folder, name, config)),
    );
    const ports = services.map(({ port }) => port);
    const proxy = await startNginx(folder, ports, both);
    const place = { url: proxy.url, authorities: [both.authority] };
    const lines = [grpcLine(place), jsonLine(place), grpcLine(place), jsonLine(place, true)];
    try {
      let restarting = true;
      const load = visit({ lines, callers: 12, on: () => restarting, connectors });
      const restarts: number[] = [];
      try {
        await sleep(1_500);
        for (const index of Array.from({ length: RESTARTS }, (_, turn) => turn % 2)) {
          const begun = performance.now();
          assert.equal(await services[index]?.stop(), 0, "a drained process ends with 0");
          const port = ports[index] ?? assert.fail("no port");
          services[index] = await startServiceProcess(folder, `again-${index}`, config, { port });
          restarts.push(rounded(performance.now() - begun));
          // Longer than nginx leaves a server alone.
          await sleep(1_500);
        }
      } finally {
        restarting = false;
      }
      const all = await load;
      const { charged, untold } = await agreement(sandbox, all);
      const repeats = all.flatMap((one) => one.repeats);
      const kinds = Object.groupBy(all, ({ became: { kind } }) => kind);
      keep("rolling restart", {
        ...{ calls: all.length, charged, restarts, p99: rounded(quantile(times(all), 0.99)) },
        paid: kinds.paid?.length ?? 0,
        refused: countsOf(all, "reason"),
        lost: countsOf(all, "why"),
        repeats,
        nginx: proxy.errors(),
      });
      assert.ok(all.length > 100, "there was load");
      assert.deepEqual(repeats, [], `no call is made again: ${proxy.errors().join("\n")}`);
      assert.equal(kinds.paid?.length, all.length, "every call is answered, and is paid");
      assert.equal(charged, all.length, "each is one charge");
      assert.deepEqual(untold, []);
    } finally {
      for (const line of lines) line.close();
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

const SOAK_SECONDS = Number(process.env["SOAK_SECONDS"] ?? (process.env["NO_SKIPS"] ? 130 : 40));
describe(`a soak of ${SOAK_SECONDS} s`, { skip: openssl }, () => {
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
  const authorities = certificates.map(({ authority }) => authority);
  const listen = { tls: { certificate: "file:server.pem", key: "file:server.key" } };
  const linesTo = (url: string) => {
    const place = { url, authorities };
    return [grpcLine(place), jsonLine(place), jsonLine(place, true)];
  };

  test("with a new certificate at every quarter: no failed call, nothing grows", async () => {
    await put(0);
    // Connections come to their end in every soak, as they do every half hour in a service.
    const limits = { connectionAge: `${Math.min(60, Math.ceil(SOAK_SECONDS / 6))}s` };
    const service = await startServiceProcess(folder, "soak", configOf({ listen, limits }));
    const lines = linesTo(service.url);
    const seen = new Set<string>();
    let rotations = 0;
    try {
      const { samples, ...figures } = await soak({
        ...{ service, sandbox, lines, connectors, seconds: SOAK_SECONDS },
        async meanwhile(seconds) {
          if (seconds > ((rotations + 1) * SOAK_SECONDS) / 4 && rotations < 3)
            await put(++rotations);
          seen.add(await fingerprintOf(service.url, authorities));
        },
      });
      const counts = { ...figures, rotations, certificates: seen.size };
      keep("soak", {
        seconds: SOAK_SECONDS,
        ...counts,
        leastOfHalves: leasts(samples),
        residentOverTime: residentOverTime(samples),
      });
      assert.equal(figures.charged, figures.calls, "each call is one charge");
      assert.ok(figures.calls > 10 * SOAK_SECONDS, "there was load");
      assert.equal(seen.size, 2, "new connections saw both certificates");
      assert.deepEqual(grown(samples), []);
    } finally {
      for (const line of lines) line.close();
      assert.equal(await service.stop(), 0);
    }
  });

  test("what leaks is found: memory, handles and descriptors", async () => {
    await put(0);
    const service = await startServiceProcess(folder, "leaking", configOf({ listen }), {
      loaded: [leaking],
    });
    const lines = linesTo(service.url);
    try {
      const { samples } = await soak({ service, sandbox, lines, connectors, seconds: 16 });
      const found = grown(samples).join();
      keep("planted leaks", leasts(samples));
      for (const what of ["heap", "handles", "descriptors"]) assert.match(found, new RegExp(what));
    } finally {
      for (const line of lines) line.close();
      // What it leaks keeps it going.
      service.signal("SIGKILL");
      await service.stop();
    }
  });
});

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
