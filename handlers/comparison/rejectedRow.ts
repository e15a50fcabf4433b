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
  /** The row's `_id`: the event's own, whether AEP mapped it or not. Left out when the row has none. */
  readonly id?: string;
  /** The relay's id of the request. Left out when the row has none. */
  readonly requestId?: string;
  readonly eventType?: string;
  /** The event's time. */
  readonly timestamp?: string;
  /** When AEP ended its batch: RFC 3339. Left out when Adobe does not say. */
  readonly rejectedAt?: string;
  readonly errors: readonly RowError[];
}

/** Reasons of one row that are kept: Adobe's validation stops after five. */
const MAX_ERRORS = 5;

/** Longest text of a row that is kept, in characters. */
const MAX_TEXT = 1_000;

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value.slice(0, MAX_TEXT) : undefined;
}

/** The names of what tells a row, in a row of the dataset. */
const inRow = { id: "_id", eventType: "eventType", timestamp: "timestamp" } as const;

/** The same in what the relay posts to a mapped dataflow: AEP keeps that when it never came to the mapping. */
const inPosted = { id: "id", eventType: "eventType", timestamp: "occurredAt" } as const;

/** Where the relay's id of the request is in a row, below the tenant's field. */
const toRequestId = ["chatlio", "relay", "requestId"] as const;

function requestIdIn(row: Readonly<Record<string, unknown>>): string | undefined {
  const tenants = Object.entries(row).flatMap(([key, value]) => (key.startsWith("_") ? value : []));
  return tenants
    .map((tenant) =>
      toRequestId.reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), tenant),
    )
    .map(textOf)
    .find((found) => found !== undefined);
}

/** The relay's own record. Chatlio's payloads, which direct mode has, may have other things by these names. */
function isPosted(row: Readonly<Record<string, unknown>>): boolean {
  return !("_id" in row) && typeof row["relayRequestId"] === "string";
}

/**
 * Reads what a file of rejected rows says of one. Adobe's documents show `_errors` as a list, and for streamed rows
 * as an object of lists; the row is next to it or, as it was posted, in `body.xdmEntity`. A row that was not mapped is
 * the record that was posted.
 */
export function readRejectedRow(
  batchId: string,
  line: Readonly<Record<string, unknown>>,
): RejectedRow {
  const body = isObject(line["body"]) ? line["body"] : {};
  const row = isObject(body["xdmEntity"]) ? body["xdmEntity"] : line;
  const names = isPosted(row) ? inPosted : inRow;
  const [id, eventType, timestamp] = [names.id, names.eventType, names.timestamp].map((key) =>
    textOf(row[key]),
  );
  const requestId = textOf(row["relayRequestId"]) ?? requestIdIn(row);
  return {
    batchId,
    ...(id !== undefined && { id }),
    ...(requestId !== undefined && { requestId }),
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
