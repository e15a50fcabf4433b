import type { JsonObject } from "../../common/json";
import type { Namespace } from "../../state/entities";

/** A namespace as the service returns it. */
export function toResponse(namespace: Namespace): JsonObject {
  return {
    ...namespace,
    status: "ACTIVE",
  };
}
