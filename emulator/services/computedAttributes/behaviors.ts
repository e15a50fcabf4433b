import { assumed, documented } from "../../common/behavior";
import { computedGuide } from "./errors";

export const computedBehaviors = [
  documented(
    computedGuide,
    "`mergeFunction` follows from the function in the expression: SUM, MIN, MAX or MOST_RECENT.",
  ),
  assumed(
    "The guide has examples for sum, min and the most recent value, and names no function for a list.",
    "An expression that ends with `count` has SUM; one that ends with none of these functions has no `mergeFunction`.",
  ),
  assumed(
    "The guide lists NEW, INITIALIZING, PROCESSING, PROCESSED and FAILED, and the FAQ says that the first evaluation is within 24 hours.",
    "A published attribute is NEW for the provisioning delay, and PROCESSED after it. Nothing is evaluated: `lastEvaluationTs` stays empty.",
  ),
  assumed(
    "The guide says what a draft and what NEW, PROCESSING and PROCESSED can become, and nothing of DISABLED.",
    "A disabled attribute cannot be changed in any way.",
  ),
  assumed(
    "The guide says that `keepCurrent` should be false at present; its list, the overview and the UI guide have fast refresh.",
    "`keepCurrent` may be true, with any duration.",
  ),
  assumed(
    "The reference has a `422` for one on which other functions depend; the FAQ says that none can be made of another.",
    "A draft is deleted whatever else there is.",
  ),
  assumed(
    "The guide's examples have times in milliseconds, and its text says seconds.",
    "`createEpoch` and `updateEpoch` are in milliseconds.",
  ),
  assumed(
    "The overview puts the attributes into the field group `SystemComputedAttribute` of the union; the guide's `path` ends with `ComputedAttributes`.",
    "No schema and no union gets a field for an attribute.",
  ),
  assumed(
    "The guardrails and the product description limit how many are active; no document shows the error.",
    "There may be any number of computed attributes.",
  ),
  assumed(
    "The guide's list has `computedAttributes` with `_page.count`, the reference's `children` with `_page.pageSize`.",
    "The list is that of the guide.",
  ),
];
