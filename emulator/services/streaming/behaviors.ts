import { assumed, documented, type Behavior, seenByOthers } from "../../common/behavior";

/** What a streaming endpoint does beyond its responses. */
export const streamingBehaviors: readonly Behavior[] = [
  documented(
    "Streaming ingestion guide",
    "200 means received, not valid: a record that its mapping or schema rejects is in a failed batch later.",
  ),
  documented(
    "ExperienceEvent class guide",
    "A repeated _id is kept in the lake again and counted once in Profile.",
  ),
  documented(
    "Data Prep troubleshooting guide",
    "A transform that fails nulls its column; a record without a required field is rejected.",
  ),
  documented(
    "XDM composition guide",
    "A record without the primary identity of its schema is rejected.",
  ),
  {
    ...documented("XDM composition guide", "null and empty values are not accepted in a record."),
    assumption: "empty-values",
  },
  {
    ...documented("ExperienceEvent class guide", "timestamp must lie in the past."),
    assumption: "future-timestamp",
  },
  {
    ...documented(
      "Streaming ingestion guide",
      "A response names the streaming endpoint as `inletId`.",
    ),
    assumption: "inlet-id-name",
  },
  {
    ...documented(
      "Streaming ingestion guide",
      "A rejected message of a batch has its status and `message`.",
    ),
    assumption: "batch-item-status",
  },
  assumed(
    "Not documented; with syncValidation Adobe's sample rejects them, and so does the emulator.",
    "Drops fields of an XDM message that its schema does not know.",
    "unknown-xdm-fields",
  ),
  assumed(
    "The guide says syncValidation cannot be used with a batch, but not what the response is.",
    "Ignores syncValidation on a batch.",
  ),
  assumed(
    "Adobe asks to wait about five minutes after a dataflow is created or changed, so as not to lose data.",
    "Data sent before a dataflow is enabled is received and then rejected; `warmUpMs` makes that time longer.",
  ),
  assumed(
    "The reference marks x-sandbox-name as required, no example sends it.",
    "Ignores x-sandbox-name.",
  ),
  seenByOthers(
    "adampadobe/AEP-Orchestration-Lab, docs/ANONYMOUS_EDGE_DEMO_PATTERN.md",
    "A rejected record is described as `required key [x] not found`, `expected type: JSONArray, found: String` and the like, with a DCVS code.",
    "streaming-codes",
  ),
  seenByOthers(
    "AdobeDocs/experience-platform.en issue 65, whose author needed it; mjasrotia/MyFirstRepo sends it too",
    "A raw message may name its dataflow in its own `header.flowId`; the data is in `body` then.",
  ),
  seenByOthers(
    "adobe/experience-platform-streaming-connect issue 62",
    "A message of a batch without `header` is rejected with 400 `The 'header' field is mandatory. Provide a valid 'header' value and try again.`; the call itself succeeds.",
    "batch-item-status",
  ),
  seenByOthers(
    "amghanekar-deloitte/AEP-MCP_SERVER, .claude/skills/data-ingestion/SKILL.md",
    "`web.webInteraction.type` takes only `download`, `exit` and `other`.",
  ),
  seenByOthers(
    "adampadobe/AEP-Orchestration-Lab, profile-generation-fsi.js",
    "A date without a time in a date-time field is rejected as `is not a valid date-time`, DCVS-1102-400.",
  ),
  seenByOthers(
    "adampadobe/AEP-Orchestration-Lab, docs/ANONYMOUS_EDGE_DEMO_PATTERN.md",
    "An object that is there without a key that it requires is rejected at its own path.",
  ),
  seenByOthers(
    "adobe/aepsdk-edge-ios pull request 31",
    "A message whose schema is not the dataset's is rejected with `Schema for the datasetId from catalog does not match the message`.",
  ),
];
