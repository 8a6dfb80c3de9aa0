/** How Mollie answers, refuses and lists: the forms that every route of the simulator shares. */
import { fromDecimal, toDecimal } from "#kit";
import {
  answerWith,
  type SimulatedAnswer,
  type SimulatedRequest,
  textAt,
  type World,
} from "#simulate";

/** The account of this simulator, and what a shop finds in it: a customer with a mandate. */
export const account = {
  apiKey: "test_dHar4XY7LxsDOtmnkVtjNVWXLSlXsM",
  webhookSecret: "SimulatorSigningSecret01",
  profile: "pfl_QkEhN94Ba",
  customer: "cst_8wmqcHMN4U",
  mandate: "mdt_h3gAaD5zP",
} as const;

export interface Sum {
  readonly minor: bigint;
  readonly currency: string;
}
export const wire = (minor: bigint, currency: string) => ({
  currency,
  value: toDecimal({ minorUnits: minor, currency }),
});
/** An amount as Mollie takes it: all its decimals, no more. */
export function sumAt(body: unknown, path: string): Sum | undefined {
  const [value = "", currency = ""] = [
    textAt(body, `${path}.value`),
    textAt(body, `${path}.currency`),
  ];
  try {
    const { minorUnits: minor } = fromDecimal(value, currency);
    return wire(minor, currency).value === value ? { minor, currency } : undefined;
  } catch {
    return undefined;
  }
}

export const hal = (body: unknown, status = 200): SimulatedAnswer =>
  answerWith(body, status, { "content-type": "application/hal+json" });

const titles: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized Request",
  404: "Not Found",
  409: "Conflict",
  422: "Unprocessable Entity",
};
/** https://docs.mollie.com/reference/handling-errors */
export const refuse = (status: number, detail: string, field?: string): SimulatedAnswer =>
  hal(
    {
      status,
      title: titles[status],
      detail,
      ...(field && { field }),
      _links: { documentation: { href: "https://docs.mollie.com/errors", type: "text/html" } },
    },
    status,
  );
export const unknown = (id: string | undefined): SimulatedAnswer =>
  refuse(404, `No entity exists with token '${id}'`);
export const missing = (field: string): SimulatedAnswer =>
  refuse(422, `The '${field}' field is missing`, field);

export const link = (world: World, path: string) => ({
  href: `${world.origin}${path}`,
  type: "application/hal+json",
});
/** What every resource links to beside its own. */
export const links = (world: World, path: string) => ({
  self: link(world, path),
  documentation: { href: "https://docs.mollie.com/reference", type: "text/html" },
});
export const dashboard = (path: string) => ({
  dashboard: { href: `https://www.mollie.com/dashboard/org_12345678${path}`, type: "text/html" },
});
/** `2024-03-20T09:13:37+00:00` */
export const stamp = (world: World): string =>
  world
    .now()
    .toISOString()
    .replace(/\.\d+Z$/, "+00:00");

/** `from` and `limit` of every list, newest first: https://docs.mollie.com/reference/list-payments */
export function listed<Row extends { readonly id: string }>(
  name: string,
  rows: readonly Row[],
  shown: (row: Row) => unknown,
  { query, path }: SimulatedRequest,
  world: World,
): SimulatedAnswer {
  const { from, limit = "50" } = query;
  const start = from === undefined ? 0 : rows.findIndex(({ id }) => id === from);
  if (start < 0) return refuse(400, "Invalid cursor value", "from");
  const end = start + Number(limit);
  const next = rows[end];
  const items = rows.slice(start, end).map(shown);
  return hal({
    count: items.length,
    _embedded: { [name]: items },
    _links: {
      ...links(world, path),
      previous: null,
      next: next ? link(world, `${path}?from=${next.id}&limit=${limit}`) : null,
    },
  });
}

export function tell(world: World, type: string, entity: { readonly id: string }): void {
  world.emit({ type, id: world.nextId("event_", 21), content: entity });
}
