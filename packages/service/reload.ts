/** Notices that files changed, by looking: that works on every kind of volume, replaced folders included. */
import { stat } from "node:fs/promises";

export interface Watch {
  stop(): void;
}

/** `files` is asked anew each time. `changed` must not throw; the next look comes after it. */
export function watchFiles(
  files: () => ReadonlySet<string>,
  changed: () => Promise<unknown>,
  milliseconds: number,
): Watch {
  let stopped = false;
  let before = marksOf(files());
  const look = async () => {
    const known = await before;
    const now = await marksOf(files());
    if (stopped) return;
    if (now !== known) {
      await changed();
      before = marksOf(files());
    }
    if (!stopped) timer = setTimeout(look, milliseconds).unref();
  };
  let timer = setTimeout(look, milliseconds).unref();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

async function marksOf(files: ReadonlySet<string>): Promise<string> {
  const marks = await Promise.all(
    [...files].map(async (path) => {
      try {
        const { mtimeMs, ino, size } = await stat(path);
        return `${path} ${mtimeMs} ${ino} ${size}`;
      } catch {
        return `${path} is not there`;
      }
    }),
  );
  return marks.join("\n");
}
