import { assumed, documented } from "../core/behaviour";
import { errorTable } from "../core/apiError";
import { uuid } from "../core/ids";
import { objectOf, stringOf } from "../core/json";
import { created, type Service } from "../core/service";
import { catalogError, catalogErrors } from "./errors";
import { catalog } from "./service";

const errors = errorTable({
  invalid: {
    status: 400,
    code: "HYGN-400",
    title: "BadRequestError",
    about: assumed(
      "The reference lists 400 without a body.",
      "An expiration without a future `expiry`, or for no dataset, is answered 400.",
    ),
  },
});

/** Expiration of whole datasets. The date is taken and checked; the emulator does not wait for it. */
export const hygiene: Service = {
  name: "Data Hygiene",
  base: "/data/core/hygiene",
  access: "gateway",
  errors,
  ...(catalog.sandbox === undefined ? {} : { sandbox: catalog.sandbox }),
  routes: [
    {
      method: "POST",
      path: "/ttl",
      about: documented(
        "Data Hygiene API reference",
        "Sets a date on which a dataset expires and answers 201.",
      ),
      handle: (call) => {
        const body = objectOf(call.body);
        const id = stringOf(body["datasetId"]);
        const expiry = Date.parse(stringOf(body["expiry"]) ?? "");
        if (id === undefined || call.sandbox.datasets.get(id) === undefined) {
          throw catalogError(catalogErrors.notFound, "The dataset was not found.");
        }
        if (!(expiry > call.world.now()))
          throw catalogError(errors.invalid, "`expiry` must be a date in the future.");
        return created({
          ttlId: `SD-${uuid()}`,
          datasetId: id,
          status: "pending",
          expiry: new Date(expiry).toISOString(),
          displayName: body["displayName"] ?? "",
          description: body["description"] ?? "",
          imsOrg: call.user.orgId,
          sandboxName: call.sandbox.info.name,
        });
      },
    },
  ],
};
