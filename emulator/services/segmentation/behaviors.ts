import { assumed, documented } from "../../common/behavior";
import { segmentGuide, segmentReference } from "./errors";

export const segmentBehaviors = [
  documented(segmentGuide, "A definition without `evaluationInfo` is evaluated in batch."),
  {
    ...documented(
      "Streaming segmentation guide",
      "Streaming and edge need a merge policy that is active on edge; what becomes of another one is an assumption.",
    ),
    assumption: "segment-edge",
  },
  documented(
    segmentReference,
    "A PATCH replaces the whole definition: without `lifecycleState`, that is `published` again.",
  ),
  assumed(
    "The guide's PATCH shows that the keys which the service writes itself may be sent back.",
    "What a PATCH leaves out of `description`, `mergePolicyId`, `evaluationInfo` and `dataGovernancePolicy` is as in a POST without it.",
  ),
  assumed(
    "The documents show definitions with one kind of evaluation.",
    "A definition that enables two kinds of evaluation returns 400.",
  ),
  assumed(
    "The guides say which expressions are eligible for streaming and edge, in words.",
    "Whether an expression is eligible is not checked, and nothing is evaluated.",
  ),
  assumed(
    "No document says whether a merge policy that a definition uses can be deleted.",
    "A merge policy is deleted whether or not a definition uses it.",
  ),
];
