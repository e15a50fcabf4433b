import { seenByOthers } from "../../common/behavior";
import type { Route } from "../../common/service";
import { registryError, registryErrors } from "./errors";
import { segments } from "./resources";

/** Lists below a container that does not exist; static paths go first. */
export const containerRoutes: readonly Route[] = Object.keys(segments).map((segment) => ({
  method: "GET",
  path: `/:container/${segment}`,
  behavior: seenByOthers(
    "Focus-GTS/aep-mcp-server, live validation 2026-08-14",
    `Rejects a list of ${segment} below a container other than global and tenant.`,
  ),
  handle: ({ params }) => {
    throw registryError(
      registryErrors.badContainer,
      `There is no container ${params["container"] ?? ""}: use global or tenant.`,
    );
  },
}));
