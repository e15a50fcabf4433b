import { documented, seenByOthers } from "../../common/behavior";

export const catalogBehaviors = [
  documented(
    "Catalog API guide",
    "The server adds tags, among them the table name adobe/pqs/table.",
  ),
  seenByOthers(
    "Focus-GTS/aep-mcp-server, live validation 2026-08-14: 20 of 32 datasets",
    "A list without `limit` has 20 datasets.",
  ),
  seenByOthers(
    "adampadobe/AEP-Orchestration-Lab, profileInfraFactory",
    "A dataset of a Profile-enabled schema may be created with the Profile tag and the table format, and with the registry's Accept.",
  ),
];
