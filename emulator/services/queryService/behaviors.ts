import { assumed, documented } from "../../common/behavior";
import { queryReference, scheduleGuide, templateGuide } from "./errors";

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
  {
    ...documented(
      scheduleGuide,
      "A new schedule is `REGISTERING` for the provisioning delay, and `ENABLED` after it.",
    ),
    assumption: "query-schedule-change",
  },
  assumed(
    "The reference has runs of a schedule, and rejects a delete while one is active.",
    "Nothing is run: there are no runs, and no request for them.",
  ),
  assumed(
    "No document says whether a template that a schedule names can be deleted, or that a name is unique.",
    "A template is deleted whether or not a schedule names it, and two schedules may have the same name.",
  ),
  assumed(
    "The guide links to Quartz, and its example has the five fields of cron.",
    "A cron expression has five or six fields, or is one of the guide's short forms; of what is in a field, only too large numbers are rejected.",
  ),
  assumed(
    "The guide shows `created` and `updated` in milliseconds as a text, the reference as dates.",
    "`created` and `updated` of a schedule are milliseconds as a text, and not in the response to a POST.",
  ),
];
