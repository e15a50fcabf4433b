import { assumed, documented } from "../../common/behavior";
import { queryReference, templateGuide } from "./errors";

export const queryBehaviors = [
  documented(
    templateGuide,
    "A PUT replaces the whole template: what it leaves out of `queryParameters` is gone.",
  ),
  assumed(
    "The guide's older versions count `start` from zero; the present one and the reference have a time.",
    "`start` of a list is a time; objects of one time are on one page, which may so have more than its `limit`. Another text counts for nothing.",
  ),
  assumed(
    "The guide says that a list without `start` has the oldest first; the reference's default is `-created`, and so is the guide's example.",
    "Without `orderby`, the newest is first.",
  ),
  assumed("No document says that a name is unique.", "Two templates may have the same name."),
  assumed(
    queryReference,
    "`queryParameters` may have values of any type; whether the SQL has the keys is not checked.",
  ),
];
