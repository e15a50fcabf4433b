import { documented, seenByOthers } from "../../common/behavior";

export const hygieneBehaviors = [
  documented(
    "Data Hygiene guide, dataset expiration",
    "Catalog shows the expiration of a dataset in its tag adobe/hygiene/ttl, in milliseconds.",
  ),
  seenByOthers(
    "Focus-GTS/aep-mcp-server, validation matrix",
    "A cancelled expiration stays visible, by its own id and its dataset's, as `cancelled`.",
  ),
];
