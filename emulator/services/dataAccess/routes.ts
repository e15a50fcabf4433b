import { documented } from "../../common/behavior";
import { ok, type Service } from "../../common/service";
import { catalogSandbox } from "../catalog/validate";
import { batchMeta, failedFiles, previewDataset } from "./files";

const guide = "Data Access guide; retrieving failed batches";
const reference = "Data Access API reference";

/** Files of batches, mainly the errors of rejected records, and the first rows of a dataset. */
export const dataAccess: Service = {
  name: "Data Access",
  base: "/data/foundation/export",
  access: "gateway",
  errors: {},
  sandbox: catalogSandbox,
  routes: [
    {
      method: "GET",
      path: "/batches/:id/meta",
      behavior: documented(
        guide,
        "Lists row_errors and row_errors_sample.json of a batch with rejected records; with one as `path` lists or gives it, a line of JSON for each record with `_errors`; 404 for another path.",
      ),
      handle: batchMeta,
    },
    {
      method: "GET",
      path: "/batches/:id/failed",
      behavior: documented(reference, "Lists the files of a failed batch, or gives one by `path`."),
      handle: failedFiles,
    },
    {
      method: "GET",
      path: "/datasets/:id/preview",
      behavior: documented(reference, "Returns the first 100 rows of a dataset as `data`."),
      handle: (call) => ok(previewDataset(call)),
    },
  ],
};
