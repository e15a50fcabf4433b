import { assumed, documented, seenByOthers } from "../../common/behavior";

const guide = "Sandbox API guide";

export const sandboxBehaviors = [
  seenByOthers(
    "Focus-GTS/aep-mcp-server, live validation 2026-08-14",
    "The list of one's own sandboxes has `name`, `type`, `state` and `isDefault` of each.",
  ),
  documented(guide, "A new sandbox, and one that is reset, is ready after the provisioning delay."),
  documented(guide, "A deleted sandbox can still be looked up, and everything in it is gone."),
  assumed(
    "The documents do not say what other services respond meanwhile.",
    "Until a sandbox is active, and once it is deleted, it does not exist for other services; a new one for a while longer, by assumption.",
    "new-sandbox-known",
  ),
  assumed(
    "The documents do not say what a change of a deleted sandbox returns.",
    "A PATCH, PUT or DELETE of a deleted sandbox returns 404.",
  ),
  {
    ...documented(
      "Sandbox UI guide",
      "A new sandbox must be given to a role before it can be used. The emulator has no roles.",
    ),
    assumption: "new-sandbox-role",
  },
  assumed(
    "Which sandboxes share segments or an identity graph with other products is not emulated.",
    "None does, so no reset or delete is rejected for it (SMS-2074-400 to SMS-2077-400), and `ignoreWarnings` changes nothing.",
  ),
];
