import { isObject, type JsonObject } from "../common/json";

/** A field of the rows, as a column of the page. */
export interface Column {
  /** Where the field is: `_tenant.chatlio.rating`. */
  readonly path: string;
  /** As much of the end of the path as tells it from the other columns. */
  readonly label: string;
}

/** Columns that every table has when a row has the field. */
const always = ["eventType", "timestamp"];

/** More would not fit next to each other. */
const maxDiffering = 5;

/** Text of a cell, in characters. */
const maxCell = 120;

/** Ids, hashes and times differ in every row and say nothing to a reader. */
const opaque =
  /^(?:[0-9a-f]{16,}|[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d))$/iu;

/** The fields of a row that have no fields of their own, by path. */
function leavesOf(row: JsonObject, path = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(row)) {
    const at = path === "" ? key : `${path}.${key}`;
    if (isObject(value)) for (const [inner, text] of leavesOf(value, at)) found.set(inner, text);
    else found.set(at, typeof value === "string" ? value : JSON.stringify(value));
  }
  return found;
}

/** How little a field tells about the rows: the lowest comes first. */
function rankOf(path: string, rows: readonly ReadonlyMap<string, string>[]): number {
  const values = rows.map((row) => row.get(path)).filter((value) => value !== undefined);
  const isOpaque = values.every((value) => opaque.test(value));
  return (isOpaque ? rows.length + 1 : 0) + rows.length - values.length;
}

function labelOf(path: string, all: readonly string[]): string {
  const parts = path.split(".");
  for (let count = 1; count < parts.length; count += 1) {
    const label = parts.slice(-count).join(".");
    if (all.filter((one) => one === label || one.endsWith(`.${label}`)).length === 1) return label;
  }
  return path;
}

/**
 * The table of a dataset's rows: event type and time, then the fields in which the rows differ, those first that most
 * rows have.
 *
 * @returns the columns, and for each row its cells in their order; a field that a row does not have is an empty text
 */
export function tableOf(rows: readonly JsonObject[]): {
  readonly columns: readonly Column[];
  readonly cells: readonly (readonly string[])[];
} {
  const leaves = rows.map((row) => leavesOf(row));
  const all = [...new Set(leaves.flatMap((row) => [...row.keys()]))];
  const differing = all
    .filter((path) => path !== "_id" && !always.includes(path))
    .filter((path) => new Set(leaves.map((row) => row.get(path))).size > 1)
    .map((path) => ({ path, rank: rankOf(path, leaves) }))
    .sort((one, other) => one.rank - other.rank)
    .slice(0, maxDiffering)
    .map(({ path }) => path);
  const chosen = [...always.filter((path) => all.includes(path)), ...differing];
  return {
    columns: chosen.map((path) => ({ path, label: labelOf(path, chosen) })),
    cells: leaves.map((row) => chosen.map((path) => (row.get(path) ?? "").slice(0, maxCell))),
  };
}
