import { documented } from "../core/behaviour";
import { ok, type Call, type Reply, type Service } from "../core/service";
import type { RefusedRow } from "../state/entities";
import { catalogError, catalogErrors } from "./errors";
import { catalog } from "./service";

const guide = "Data Access guide; retrieving failed batches";

/** The refused records of a batch. */
const refusedOf = (call: Call): RefusedRow[] => {
  const id = call.params["id"] ?? "";
  const batch = call.sandbox.batches.get(id);
  if (batch === undefined) throw catalogError(catalogErrors.notFound, `Batch ${id} was not found.`);
  return call.sandbox
    .refused(batch.datasetId)
    .all()
    .filter(({ batchId }) => batchId === id);
};

const part = "conversion_errors_0.json";

/** The file with one line of JSON for each refused record: the record, and what is wrong with it. */
const errorFile = (call: Call): Reply => ({
  status: 200,
  headers: { "content-type": "application/octet-stream" },
  body: refusedOf(call)
    .map(({ row, reason }) =>
      JSON.stringify({
        _errors: reason.split("; ").map((message) => ({ code: "DCVS-1106-400", message })),
        ...(row as object),
      }),
    )
    .join("\n"),
});

const listing = (call: Call): Reply => {
  const rows = refusedOf(call);
  const path = `/data/foundation/export/batches/${call.params["id"] ?? ""}/meta?path=row_errors/${part}`;
  return ok({
    data:
      rows.length === 0
        ? []
        : [{ name: part, length: String(rows.length), _links: { self: { href: path } } }],
    _page: { count: rows.length === 0 ? 0 : 1, limit: 100 },
  });
};

/** Files of batches: why records were refused. */
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
      about: documented(
        guide,
        "With path=row_errors lists the files of refused records; with the path of one gives it, a line of JSON for each record with `_errors`.",
      ),
      handle: (call) =>
        (call.query.get("path") ?? "").includes("/") ? errorFile(call) : listing(call),
    },
    {
      method: "GET",
      path: "/batches/:id/failed",
      about: documented(guide, "Lists the files of a failed batch."),
      handle: listing,
    },
  ],
};
