/** Stripe's search: its query language, and its lag. */
import { at, textAt } from "#simulate";
import { type Call, invalid, limitOf, type Row, recordAt, unixTime } from "./wire.ts";

/** "Under normal operating conditions, data is searchable in less than 1 minute." https://docs.stripe.com/search#data-freshness */
const lagSeconds = 60;

const clausePattern =
  /^(-)?(metadata\[(?:'([^']+)'|"([^"]+)")\]|[a-z_]+)\s*(:|~|>=|<=|>|<)\s*(?:'([^']*)'|"([^"]*)"|(null|\d+))$/;
const searchable = ["amount", "created", "currency", "customer", "status"];

/** https://docs.stripe.com/search#search-query-language */
export function search(call: Call, rows: readonly Row[]): unknown {
  const text = call.query["query"];
  if (text === undefined)
    throw invalid("query", "Missing required param: query.", "parameter_missing");
  const [every, some] = [text.split(/\s+AND\s+/i), text.split(/\s+OR\s+/i)];
  if (every.length > 1 && some.length > 1)
    throw invalid(
      "query",
      "We were unable to parse your search query: AND and OR cannot be mixed.",
    );
  const tests = (some.length > 1 ? some : every).map((clause) => readClause(clause.trim()));
  const old = unixTime(call.world) - lagSeconds;
  const found = rows.filter(
    ({ wire }) =>
      Number(at(wire, "created")) <= old &&
      (some.length > 1 ? tests.some((test) => test(wire)) : tests.every((test) => test(wire))),
  );
  const start = Number(call.query["page"] ?? 0);
  const end = start + limitOf(call.query);
  return {
    object: "search_result",
    data: found.slice(start, end).map(({ wire }) => wire),
    has_more: end < found.length,
    next_page: end < found.length ? String(end) : null,
    url: "/v1/payment_intents/search",
  };
}

function readClause(clause: string): (wire: object) => boolean {
  const [, not, field = "", single, double, sign, quoted, doubleQuoted, bare] =
    clausePattern.exec(clause) ?? [];
  const key = single ?? double;
  if (!sign || (key === undefined && !searchable.includes(field)))
    throw invalid("query", `We were unable to parse your search query: ${clause}`);
  const wanted = quoted ?? doubleQuoted ?? bare ?? "";
  const textOf = (wire: object) =>
    key === undefined ? textAt(wire, field) : recordAt(wire, "metadata")[key];
  const holds = (wire: object): boolean => {
    const value = textOf(wire);
    if (wanted === "null" && bare) return value === undefined;
    if (value === undefined) return false;
    if (sign === ":") return value === wanted;
    if (sign === "~") return value.includes(wanted);
    const [left, right] = [Number(value), Number(wanted)];
    return (
      { ">": left > right, "<": left < right, ">=": left >= right, "<=": left <= right }[sign] ??
      false
    );
  };
  return (wire) => holds(wire) !== (not !== undefined);
}
