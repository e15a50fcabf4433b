import { assumed, documented } from "../../common/behavior";
import { created, ok, type Service } from "../../common/service";
import { labelError, labelErrors } from "./errors";
import { createLabels, findLabels, replaceLabels } from "./labels";
import { toChangeResponse, toResponse } from "./responses";
import { labelSandbox } from "./validate";

const guide = "Labels for datasets guide";
const path = "/datasets/:id/labels";

/** Data usage labels of whole datasets. No policy is enforced: what has them makes no difference. */
export const datasetService: Service = {
  name: "Dataset Service",
  base: "/data/foundation/dataset",
  access: "gateway",
  errors: labelErrors,
  notes: [
    assumed(
      "Which labels there are, Policy Service says, which is not emulated; no document says what becomes of others.",
      "Any text is accepted as a label.",
    ),
    assumed(
      "The reference says that an empty list removes all labels, not whether a GET returns 404 then.",
      "Once all labels are removed, a GET returns an empty list.",
    ),
  ],
  sandbox: labelSandbox,
  spread: {
    missing: ({ path: at }, id) => labelError(labelErrors.notFound, `There is no ${id}.`, at),
    inUse: () => undefined,
  },
  routes: [
    {
      method: "GET",
      path,
      behavior: {
        ...documented(guide, "Returns the labels of a dataset and of its fields, with an etag."),
        assumption: "dataset-labels-form",
      },
      handle: (call) => {
        const found = findLabels(call);
        return ok(toResponse(call, found), { etag: found.etag });
      },
    },
    {
      method: "POST",
      path,
      behavior: documented(guide, "Gives a dataset its first labels and returns 201 with them."),
      handle: (call) => {
        const made = createLabels(call);
        return created(toChangeResponse(call, made, "POST"), { etag: made.etag });
      },
    },
    {
      method: "PUT",
      path,
      behavior: documented(
        guide,
        "Replaces the labels of a dataset, with If-Match; an empty list removes them.",
      ),
      handle: (call) => {
        const changed = replaceLabels(call);
        return ok(toChangeResponse(call, changed, "PUT"), { etag: changed.etag });
      },
    },
  ],
};
