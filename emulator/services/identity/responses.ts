import type { JsonObject } from "../../common/json";
import type { Namespace } from "../../state/entities";

/** A namespace as the service returns it. */
export const toResponse = (namespace: Namespace): JsonObject => ({
  ...namespace,
  status: "ACTIVE",
});
