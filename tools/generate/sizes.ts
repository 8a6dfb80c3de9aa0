/** docs/generated/sizes.md: how much code each connector took. */
import { readdirSync, readFileSync } from "node:fs";
import { connectorFolders } from "../connectors.ts";
import { type Files, notice, root } from "./files.ts";

const places = [
  { title: "connector, answers, webhooks", holds: /^(connector|answers|webhooks)\.ts$/ },
  { title: "tables of codes", holds: /^(codes|declines)\.ts$/ },
  {
    title: "other nouns",
    holds: /^(?!connector|answers|webhooks|codes|declines|simulator)[\w-]+\.ts$/,
  },
  { title: "simulator", holds: /^simulator(\.ts|\/.*\.ts)$/ },
];

export function sizes(): Files {
  const rows = connectorFolders().map((id) => {
    const folder = `${root}connectors/${id}`;
    const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
    const linesOf = (holds: RegExp) =>
      names
        .filter((name) => holds.test(name))
        .reduce(
          (sum, name) => sum + readFileSync(`${folder}/${name}`, "utf8").split("\n").length - 1,
          0,
        );
    const fixtures = names.filter((name) => /^fixtures\/.*\.json$/.test(name)).length;
    return [id, ...places.map(({ holds }) => linesOf(holds)), fixtures];
  });
  const shared = readdirSync(`${root}connectors`).includes("platforms")
    ? [
        "",
        "What several connectors share stands in `connectors/platforms/`, and is not counted here.",
      ]
    : [];
  const content = [
    "# How much code each connector took",
    "",
    `${notice} Lines; fixtures are files. The plan and why it was exceeded: [decision 0007](../decisions/0007-connectors-larger-than-planned.md).`,
    "",
    `| | ${places.map(({ title }) => title).join(" | ")} | fixtures |`,
    `|---|${places.map(() => "--:|").join("")}--:|`,
    ...rows.map((row) => `| ${row.join(" | ")} |`),
    ...shared,
    "",
  ].join("\n");
  return new Map([["docs/generated/sizes.md", content]]);
}
