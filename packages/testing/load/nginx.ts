/** nginx as the guide for operators configures it, in front of instances on this machine. */
import { strict as assert } from "node:assert";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Certificates } from "../certificates.ts";
import { freePort, type Running, running } from "./processes.ts";

const guide = new URL("../../../docs/guides/operate.md", import.meta.url);
/** The name in the instances' certificates. */
export const INSTANCES = "payments.internal";

export interface Nginx extends Running {
  readonly url: string;
  /** What it logged as an error, without instances that were not there. */
  readonly errors: () => readonly string[];
}

/** `ports`: of the two instances. `certificates`: nginx's own and the instances', for 127.0.0.1 and for `INSTANCES`. */
export async function startNginx(
  folder: string,
  ports: readonly number[],
  certificates: Certificates,
): Promise<Nginx> {
  const port = await freePort();
  const file = (name: string) => join(folder, name);
  await Promise.all([
    writeFile(file("payments.crt"), certificates.certificate),
    writeFile(file("payments.key"), certificates.key),
    writeFile(file("payments-authority.crt"), certificates.authority),
    writeFile(file("nginx.conf"), around(folder, placed(folder, ports, port))),
  ]);
  const given = ["-c", file("nginx.conf"), "-e", file("error.log"), "-p", folder];
  const own = running(spawn("nginx", given, { stdio: "inherit" }));
  const errors = () =>
    readFileSync(file("error.log"), "utf8")
      .split("\n")
      .filter((line) => line.includes("[error]") && !line.includes("Connection refused"));
  for (let tries = 0; tries < 100; tries += 1) {
    if (own.ended() !== undefined) throw new Error("nginx did not start");
    if (await listens(port)) return { ...own, url: `https://127.0.0.1:${port}`, errors };
    await sleep(50);
  }
  await own.stop();
  throw new Error("nginx does not listen");
}

/** The guide's block, with the places of this run. Throws where it has not what is to be replaced. */
function placed(folder: string, ports: readonly number[], port: number): string {
  const [, block] = /^```nginx\n([\s\S]*?)^```$/m.exec(readFileSync(guide, "utf8")) ?? [];
  assert.ok(block, "the guide has a block of nginx");
  const places: readonly (readonly [string, string])[] = [
    ["listen 443 ", `listen 127.0.0.1:${port} `],
    ["/etc/nginx/", `${folder}/`],
    ...ports.map((one, index) => [`10.0.0.1${index + 1}:8080`, `127.0.0.1:${one}`] as const),
  ];
  return places.reduce((text, [given, here]) => {
    assert.ok(text.includes(given), `the guide has ${given}`);
    return text.replaceAll(given, here);
  }, block);
}

/** The rest of a configuration: one worker, and nothing outside the folder. */
const around = (folder: string, block: string): string => `
daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
events { worker_connections 1024; }
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
${block}
}
`;

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}
