/** Mutations and look-ups as exchanges of the one endpoint. https://developer.paypal.com/braintree/graphql/guides/making_api_calls */
import {
  type Context,
  conform,
  type HttpResponse,
  json,
  multipart,
  parseJson,
  type Step,
  toHex,
  toJson,
  v,
} from "#kit";
import type { Credentials } from "./account.ts";
import * as documents from "./documents.ts";

export type Asked<Input, Output> = Step<Input, Output, Credentials>;
export type Fields = Readonly<Record<string, unknown>>;

const posted = { method: "POST", path: "/graphql" } as const;

interface Mutation<Input, Shape extends v.GenericSchema, Output> {
  readonly name: string;
  readonly input: (input: Input, context: Context<Credentials>) => Fields;
  readonly selection: string;
  readonly shape: Shape;
  readonly read: (payload: v.InferOutput<Shape>, input: Input) => Output;
  readonly example: Output;
  readonly harmless?: boolean;
}
/** A mutation's payload is under its name; that it is there was seen before it is read. */
export const mutation = <Input, const Shape extends v.GenericSchema, Output>({
  name,
  input,
  selection,
  shape,
  read,
  ...step
}: Mutation<Input, Shape, Output>): Asked<Input, Output> => ({
  ...step,
  ...posted,
  name,
  body: (asked, context) =>
    json({
      query: documents.mutation(name, selection),
      variables: { input: input(asked, context) },
    }),
  read: (response, asked) => read(conform(shape, at(response, ["data", name])), asked),
});

interface File {
  readonly filename: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}
/** A mutation with one file beside it. https://developer.paypal.com/braintree/graphql/integration_guides/uploading_files */
export const upload = <Input, const Shape extends v.GenericSchema, Output>({
  file,
  ...given
}: Mutation<Input, Shape, Output> & { readonly file: (input: Input) => File }): Asked<
  Input,
  Output
> => ({
  ...mutation(given),
  body: (asked, context) => {
    const query = documents.mutation(given.name, given.selection);
    const variables = { input: given.input(asked, context), file: null };
    const type = "application/json";
    return multipart(
      [
        { name: "operations", text: toJson({ query, variables }), type },
        { name: "map", text: toJson({ file_to_upload: "variables.file" }) },
        { name: "file_to_upload", ...file(asked) },
      ],
      toHex(context.random("boundary", 16)),
    );
  },
});

interface Look<Input, Shape extends v.GenericSchema, Output> {
  readonly name: string;
  readonly query: string;
  readonly variables: (input: Input) => Fields;
  readonly path: readonly string[];
  readonly shape: Shape;
  readonly read: (found: v.InferOutput<Shape>, input: Input) => Output;
  readonly example: Output;
}
export const look = <Input, const Shape extends v.GenericSchema, Output>({
  query,
  variables,
  path,
  shape,
  read,
  ...step
}: Look<Input, Shape, Output>): Asked<Input, Output> => ({
  ...step,
  ...posted,
  harmless: true,
  looksBack: true,
  body: (asked) => json({ query, variables: variables(asked) }),
  read: (response, asked) => read(conform(shape, at(response, ["data", ...path])), asked),
});
const Members = v.record(v.string(), v.unknown());
function at({ text }: HttpResponse, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => conform(Members, value)[name], parseJson(text));
}
export const pageOf = <const Shape extends v.GenericSchema>(node: Shape) =>
  v.object({
    pageInfo: v.object({ hasNextPage: v.boolean(), endCursor: v.nullish(v.string()) }),
    edges: v.array(v.object({ node })),
  });
