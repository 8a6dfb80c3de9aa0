/** Loaded before the tests of a mutant: of the one module that `MUTANT` names, the text in `MUTANT_TEXT` is run instead. */
import { registerHooks } from "node:module";

const { MUTANT: module, MUTANT_TEXT: source } = process.env;
if (module !== undefined && source !== undefined)
  registerHooks({
    load: (url, place, next) =>
      url === module
        ? { format: "module-typescript", source, shortCircuit: true }
        : next(url, place),
  });
