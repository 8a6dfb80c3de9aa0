/**
 * The generated parts of the client libraries: messages by the plugins of `buf.gen.yaml`, constructors from what the
 * connectors declare. A language whose plugins are not on this machine keeps what it has, and is named.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { generatedIn, programs } from "./buf.ts";
import type { Files } from "./files.ts";
import { go } from "./sdks/go.ts";
import { java } from "./sdks/java.ts";
import { connectorModels, type Language } from "./sdks/model.ts";
import { php } from "./sdks/php.ts";
import { python } from "./sdks/python.ts";
import { rust } from "./sdks/rust.ts";
import { typescript } from "./sdks/typescript.ts";

export const languages: readonly Language[] = [typescript, python, go, java, rust, php];

/** Those whose plugins are here, and the names of the others. */
export function installed(): {
  readonly here: readonly Language[];
  readonly missing: readonly string[];
} {
  const has = (program: string) => existsSync(join(programs, program));
  const here = languages.filter((language) => language.programs.every(has));
  const missing = languages.filter((one) => !here.includes(one)).map(({ name }) => name);
  return { here, missing };
}

export async function sdks(): Promise<Files> {
  const { here } = installed();
  const models = await connectorModels();
  return new Map(
    here.flatMap((language) => {
      const { name, paths = ["contract/payments/v1"], managed } = language;
      const written = generatedIn(`sdks/${name}/`, { paths, ...(managed && { managed }) });
      return [...language.finish(written), ...language.connectors(models)];
    }),
  );
}
