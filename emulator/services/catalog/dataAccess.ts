import { documented } from "../../common/behavior";
import type { JsonObject } from "../../common/json";
import { ok, type Call, type Reply, type Service } from "../../common/service";
import type { RejectedRow } from "../../state/entities";
import { catalogError, catalogErrors } from "./errors";
import { catalog } from "./service";

const guide = "Data Access guide; retrieving failed batches";
const reference = "Data Access API reference";
const longestPage = 100;
const previewRows = 100;

const directory = "row_errors";
const part = "conversion_errors_0.json";
const sample = "row_errors_sample.json";

/** The refused records of a batch. */
const refusedOf = (call: Call): RejectedRow[] => {
  const id = call.params["id"] ?? "";
  const batch = call.sandbox.batches.get(id);
  if (batch === undefined) throw catalogError(catalogErrors.notFound, `Batch ${id} was not found.`);
  return call.sandbox
    .rejected(batch.datasetId)
    .all()
    .filter(({ batchId }) => batchId === id);
};

/** One line of JSON for each refused record: the record, and what is wrong with it. */
const lines = (rows: readonly RejectedRow[]): string =>
  rows
    .map(({ row, reason }) =>
      JSON.stringify({
        _errors: reason.split("; ").map((message) => ({ code: "DCVS-1106-400", message })),
        ...(row as object),
      }),
    )
    .join("\n");

const file = (rows: readonly RejectedRow[]): Reply => ({
  status: 200,
  headers: { "content-type": "application/octet-stream" },
  body: lines(rows),
});

interface Entry {
  readonly name: string;
  readonly path: string;
  readonly length: number;
}

/** A page of a directory, each entry with the address of its contents. */
const listing = (call: Call, entries: readonly Entry[]): Reply => {
  const number = (name: string, fallback: number): number => {
    const value = Number(call.query.get(name) ?? fallback);
    return Number.isInteger(value) && value >= 0 ? value : fallback;
  };
  const start = number("start", 0);
  const limit = Math.min(number("limit", longestPage), longestPage);
  const here = `${call.organization.origin}${call.path}`;
  const page = entries.slice(start, start + limit);
  return ok({
    data: page.map(({ name, path, length }) => ({
      name,
      length: String(length),
      _links: { self: { href: `${here}?path=${encodeURIComponent(path)}` } },
    })),
    _page: { limit, count: page.length },
    _links: {
      ...(start + limit < entries.length
        ? { next: { href: `${here}?start=${start + limit}&limit=${limit}` } }
        : {}),
      page: { href: `${here}?start={start}&limit={limit}`, templated: true },
    },
  });
};

const parts = (rows: readonly RejectedRow[]): Entry[] =>
  rows.length === 0
    ? []
    : [{ name: part, path: `${directory}/${part}`, length: Buffer.byteLength(lines(rows)) }];

const meta = (call: Call): Reply => {
  const rows = refusedOf(call);
  const path = call.query.get("path");
  const first = rows.slice(0, previewRows);
  switch (path) {
    case null:
      return listing(
        call,
        rows.length === 0
          ? []
          : [
              { name: directory, path: directory, length: 0 },
              { name: sample, path: sample, length: Buffer.byteLength(lines(first)) },
            ],
      );
    case directory:
      return listing(call, parts(rows));
    case sample:
      return file(first);
    default:
      if (path === `${directory}/${part}` && rows.length > 0) return file(rows);
      throw catalogError(catalogErrors.notFound, `There is no ${path}.`);
  }
};

const failed = (call: Call): Reply => {
  const rows = refusedOf(call);
  const path = call.query.get("path");
  if (path === null) {
    const entries = parts(rows).map((entry) => ({ ...entry, path: entry.name }));
    return listing(call, entries);
  }
  if (path === part && rows.length > 0) return file(rows);
  throw catalogError(catalogErrors.notFound, `There is no ${path}.`);
};

const preview = (call: Call): JsonObject => {
  const id = call.params["id"] ?? "";
  if (call.sandbox.datasets.get(id) === undefined) {
    throw catalogError(catalogErrors.notFound, `Dataset ${id} was not found.`);
  }
  const now = call.organization.now();
  const rows = call.sandbox
    .rows(id)
    .all()
    .filter(({ visibleAt }) => visibleAt <= now);
  return { data: rows.slice(0, previewRows).map(({ row }) => row) };
};

/** Files of batches, why records were refused above all, and the first rows of a dataset. */
export const dataAccess: Service = {
  name: "Data Access",
  base: "/data/foundation/export",
  access: "gateway",
  errors: {},
  ...(catalog.sandbox === undefined ? {} : { sandbox: catalog.sandbox }),
  routes: [
    {
      method: "GET",
      path: "/batches/:id/meta",
      behavior: documented(
        guide,
        "Lists row_errors and row_errors_sample.json of a batch with refused records; with one as `path` lists or gives it, a line of JSON for each record with `_errors`; 404 for another path.",
      ),
      handle: meta,
    },
    {
      method: "GET",
      path: "/batches/:id/failed",
      behavior: documented(reference, "Lists the files of a failed batch, or gives one by `path`."),
      handle: failed,
    },
    {
      method: "GET",
      path: "/datasets/:id/preview",
      behavior: documented(reference, "Gives the first 100 rows of a dataset as `data`."),
      handle: (call) => ok(preview(call)),
    },
  ],
};
