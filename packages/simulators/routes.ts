/** Which handler a request goes to. */
import type { Handler, Simulator } from "#simulate";

/**
 * A route is `METHOD /path/:name`, or `METHOD host:/path/:name` where two hosts of a connector share a path: that one
 * answers only what comes through that host, or through a port that is no host's where no other route does.
 */
export interface Route {
  /** As the simulator writes it. */
  readonly key: string;
  readonly method: string;
  readonly host: string | undefined;
  readonly segments: readonly string[];
  readonly handler: Handler;
}

export type Found =
  | {
      readonly kind: "route";
      readonly route: Route;
      readonly params: Readonly<Record<string, string>>;
    }
  | { readonly kind: "malformed" }
  | { readonly kind: "unknown" }
  | { readonly kind: "other method"; readonly allowed: readonly string[] };

export interface RouteTable {
  readonly routes: readonly Route[];
  /** `path` as it was sent, without its query. */
  find(method: string, path: string, host: string | undefined): Found;
}

/** Throws an Error where a route could never be reached, or is written wrong. */
export function createRouteTable({ id, routes }: Pick<Simulator, "id" | "routes">): RouteTable {
  const table = Object.entries(routes).map(([key, handler]) => readRoute(id, key, handler));
  const seen = new Map<string, string>();
  for (const { key, method, host, segments } of table) {
    const shape = `${method} ${host ?? ""}:${segments.map((name) => (isParam(name) ? ":" : name)).join("/")}`;
    const twin = seen.get(shape);
    if (twin) throw new Error(`${id}: ${twin} and ${key} are the same route`);
    seen.set(shape, key);
  }
  const throughHost = table.toSorted(
    (one, other) => moreExact(one, other) || hostFirst(one, other),
  );
  const throughAny = table.toSorted((one, other) => moreExact(one, other) || hostFirst(other, one));

  return {
    routes: table,
    find(method, path, host) {
      const segments = decoded(path);
      if (!segments) return { kind: "malformed" };
      const inOrder = host === undefined ? throughAny : throughHost;
      const here = inOrder.filter((route) => answers(route, segments, host));
      const route = here.find((one) => one.method === method);
      if (route) return { kind: "route", route, params: paramsOf(route, segments) };
      const allowed = [...new Set(here.map((one) => one.method))].sort();
      return allowed.length > 0 ? { kind: "other method", allowed } : { kind: "unknown" };
    },
  };
}

function readRoute(id: string, key: string, handler: Handler): Route {
  const [, method, host, path] =
    /^(GET|POST|PUT|PATCH|DELETE) (?:([a-z]\w*):)?(\/\S*)$/.exec(key) ?? [];
  if (method === undefined || path === undefined)
    throw new Error(`${id}: the route ${key} is not METHOD /path or METHOD host:/path`);
  const segments = path.slice(1).split("/");
  const names = segments.filter(isParam);
  if (!names.every((name) => /^:[a-z_]\w*$/i.test(name)) || new Set(names).size < names.length)
    throw new Error(`${id}: the route ${key} has a parameter without a name, or one name twice`);
  return { key, method, host, segments, handler };
}

const isParam = (segment: string) => segment.startsWith(":");

function decoded(path: string): readonly string[] | undefined {
  try {
    return path.slice(1).split("/").map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

const answers = (route: Route, segments: readonly string[], host: string | undefined) =>
  route.segments.length === segments.length &&
  (route.host === undefined || host === undefined || route.host === host) &&
  route.segments.every((name, index) =>
    isParam(name) ? segments[index] !== "" : name === segments[index],
  );

/** A word before a parameter, at the first place where they differ. */
function moreExact(one: Route, other: Route): number {
  for (const [index, name] of one.segments.entries()) {
    const difference = Number(isParam(name)) - Number(isParam(other.segments[index] ?? ""));
    if (difference !== 0) return difference;
  }
  return 0;
}
const hostFirst = (one: Route, other: Route) =>
  Number(one.host === undefined) - Number(other.host === undefined);

const paramsOf = (route: Route, segments: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    route.segments.flatMap((name, index) =>
      isParam(name) ? [[name.slice(1), segments[index] ?? ""]] : [],
    ),
  );
