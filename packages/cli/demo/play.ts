/** Plays every scene on every processor; whatever goes wrong becomes a cell that says so. */
import { ConnectError } from "@connectrpc/connect";
import type { Actor } from "./actor.ts";
import { Wrong } from "./books.ts";
import { Cannot, type Scene, type Story, scenes, storyOf } from "./scenes.ts";
import type { Stage } from "./stage.ts";
import type { Cell, Row } from "./table.ts";

export async function playAll({ actors, failures }: Stage): Promise<readonly Row[]> {
  const stories = new Map<Actor, Story>(actors.map((actor) => [actor, storyOf(actor)]));
  const rows: Row[] = [];
  for (const scene of scenes) {
    const cells: Cell[] = [];
    for (const [actor, story] of stories) {
      const before = failures().length;
      const cell = await play(scene, actor, story);
      const fault = failures()[before];
      cells.push(fault === undefined ? cell : { ...cell, mark: "✗", why: fault });
    }
    rows.push({ name: scene.name, cells });
  }
  return rows;
}

async function play({ play: perform }: Scene, actor: Actor, story: Story): Promise<Cell> {
  const before = actor.spent();
  const milliseconds = () => actor.spent() - before;
  try {
    const { text, why } = await perform(actor, story);
    return { mark: "✓", text, milliseconds: milliseconds(), why };
  } catch (error) {
    if (error instanceof Cannot)
      return { mark: "–", text: "cannot", milliseconds: milliseconds(), why: error.message };
    return {
      mark: "✗",
      text: "not as it should be",
      milliseconds: milliseconds(),
      why: reasonOf(error),
    };
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Wrong) return error.message;
  if (error instanceof ConnectError) return `the service refused the call: ${error.message}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
