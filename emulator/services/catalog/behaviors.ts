import { documented, seenByOthers } from "../../common/behavior";

/** A dataset of December 2024 as Catalog returned it, in Adobe's comprehensive technical tutorial. */
const tutorial =
  "AdobeDocs/platform-learn.en, tutorial-comprehensive-technical/modules/datadistiller/module5.1/ex8.md";
const qaMaster = "amghanekar-deloitte/AEP-MCP_SERVER, .claude/skills/qa-master/SKILL.md";

export const catalogBehaviors = [
  documented(
    "Catalog API guide",
    "The server adds tags, among them the table name adobe/pqs/table.",
  ),
  documented(
    "Enable a dataset for profile updates",
    "`isUpsert:true` in the tag `unifiedProfile` lets batches update profiles. A dataset in Profile gets it by two PATCHes: one with `enabled:false` in both tags, one that enables them with it. The emulator stores the tags and does not check the order.",
  ),
  documented(
    "Catalog API reference",
    "`tags` of a dataset is a map of lists of texts; a caller's own tags are kept as they are.",
  ),
  seenByOthers(
    tutorial,
    "The table is called after the dataset, in lower case with underscores, with nothing added unless the name is taken.",
  ),
  seenByOthers(
    tutorial,
    "The dataset of a time-series schema has the tags `aep/siphon/partitions` and `adobe/siphon/partition/definition`.",
  ),
  seenByOthers(
    tutorial,
    "A dataset has the tags `acp_validationContext` and `acp_granular_validation_flags`.",
  ),
  seenByOthers(
    tutorial,
    "A dataset that is enabled for Profile has the time next to the tag: `enabledAt:2024-11-05 12:33:59`.",
  ),
  seenByOthers(
    `${qaMaster}, and ${tutorial}`,
    "A dataset that the API makes has `profile:disabled` in the tag `acp_granular_plugin_validation_flags`, even with Profile enabled.",
  ),
  seenByOthers(tutorial, "A dataset has `fileDescription` with the format parquet."),
  seenByOthers(
    tutorial,
    "`extensions` of a dataset has `adobe_unifiedProfile`, and number and size of its rows in `adobe_lakeHouse.metrics`.",
  ),
  seenByOthers(tutorial, "The view of a dataset has an id of its own."),
  seenByOthers(
    `${tutorial}, where a dataset of 2021 has DRAFT`,
    "A dataset is ACTIVE.",
    "dataset-state",
  ),
  seenByOthers(
    qaMaster,
    "A lookup with `properties=tags` returns the tags only, keyed by the dataset's id.",
  ),
  seenByOthers(qaMaster, "A PATCH with the tags as they were read, and more, returns 200."),
  seenByOthers(
    "Focus-GTS/aep-mcp-server, live validation 2026-08-14: 20 of 32 datasets",
    "A list without `limit` has 20 datasets.",
  ),
  seenByOthers(
    "Focus-GTS/aep-mcp-server, docs/VALIDATION-MATRIX.md",
    "DELETE of a dataset that does not exist returns 404 NotFoundError.",
    "catalog-delete-missing",
  ),
  seenByOthers(
    "adampadobe/AEP-Orchestration-Lab, functions/profileInfraFactory.js",
    "A dataset of a Profile-enabled schema may be created with the Profile tag and the table format, and with the registry's Accept.",
  ),
];
