import { assumed, documented } from "../../common/behavior";

const guide = "Profile API guide, merge policies";

export const profileBehaviors = [
  documented(
    guide,
    "A policy that becomes the default takes that from the one that was the default of the class.",
  ),
  {
    ...documented(guide, "At most one policy of a sandbox is active on edge."),
    assumption: "merge-policy-edge",
  },
  {
    ...documented(guide, "The class of profiles has a default policy that nobody has made."),
    assumption: "first-merge-policy",
  },
  assumed(
    "The documents show it with the names `profile-default` and `Default Timebased`, and with both identity graphs.",
    "Adobe's own policy is named `Default Timebased`, with the private identity graph, by time and not active on edge. Where the class of profiles has no default, there is a new one.",
  ),
  documented(
    guide,
    "`version` goes up with every change; what a PUT sends of the keys that Profile writes itself counts for nothing.",
  ),
  assumed(
    "The reference requires the header `x-profile-instance-id`; the guide's requests do not have it.",
    "`x-profile-instance-id` is not looked at.",
  ),
  assumed(
    "The overview and the guardrails speak of five merge policies; what a sixth one returns is in no document.",
    "There may be any number of merge policies, and two may have the same name.",
  ),
];
