/** Preloaded (`node --import bench/loaded.ts …`): writes the address of every module that was loaded to the file that `LOADED` names. */
import { writeFileSync } from "node:fs";
import { registerHooks } from "node:module";

const loaded: string[] = [];
registerHooks({
  load(url, context, next) {
    loaded.push(url);
    return next(url, context);
  },
});
process.on("exit", () => {
  const { LOADED } = process.env;
  if (LOADED) writeFileSync(LOADED, JSON.stringify(loaded));
});
