import { isObject } from "../shared/json";

/** One of the reasons for which AEP has rejected a row. */
export interface RowError {
  /** Adobe's code, such as `DCVS-1106-400`. */
  readonly code?: string;
  readonly message: string;
}

/** A row that AEP has accepted at its endpoint, and rejected later. */
export interface RejectedRow {
  readonly batchId: string;
  /** The row's `_id`. Left out when the mapping did not come so far. */
  readonly id?: string;
  readonly eventType?: string;
  /** The event's time, as the row has it. */
  readonly timestamp?: string;
  readonly errors: readonly RowError[];
}

/** Reasons of one row that are kept: Adobe's validation stops after five. */
const MAX_ERRORS = 5;

/** Longest text of a row that is kept, in characters. */
const MAX_TEXT = 1_000;

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value.slice(0, MAX_TEXT) : undefined;
}

/**
 * Reads what a file of rejected rows says of one. Adobe's documents show `_errors` as a list, and for streamed rows
 * as an object of lists; the row is next to it or, as it was posted, in `body.xdmEntity`.
 */
export function readRejectedRow(
  batchId: string,
  line: Readonly<Record<string, unknown>>,
): RejectedRow {
  const body = isObject(line["body"]) ? line["body"] : {};
  const row = isObject(body["xdmEntity"]) ? body["xdmEntity"] : line;
  const [id, eventType, timestamp] = ["_id", "eventType", "timestamp"].map((key) =>
    textOf(row[key]),
  );
  return {
    batchId,
    ...(id !== undefined && { id }),
    ...(eventType !== undefined && { eventType }),
    ...(timestamp !== undefined && { timestamp }),
    errors: errorsOf(line["_errors"] ?? line["_validationErrors"]),
  };
}

function errorsOf(given: unknown): readonly RowError[] {
  const lists = isObject(given) ? Object.values(given) : [given];
  return lists
    .flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []))
    .flatMap(leaves)
    .slice(0, MAX_ERRORS);
}

/** A violation may only say that there are several, which it holds. */
function leaves(error: unknown): RowError[] {
  if (!isObject(error)) return [];
  const inner = error["causingExceptions"];
  if (Array.isArray(inner) && inner.length > 0) return inner.flatMap(leaves);
  const [code, message] = [textOf(error["code"]), textOf(error["message"])];
  return [{ ...(code !== undefined && { code }), message: message ?? "no reason given" }];
}
