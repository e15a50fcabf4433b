import { assumed, documented } from "../../common/behavior";
import { actionGuide, policyGuide, policyReference } from "./errors";

export const policyBehaviors = [
  documented(
    policyGuide,
    "`marketingActionRefs` may be relative (`../marketingActions/custom/x`); the response has whole URLs.",
  ),
  documented(
    policyReference,
    "URLs in responses have the port (`https://platform.adobe.io:443/…`), which those in the guide lack.",
  ),
  documented(
    policyReference,
    "`operator` is `AND` or `OR`. Of the expression, nothing is evaluated: no policy is enforced.",
  ),
  assumed(
    "The guide says that a PUT updates by the payload.",
    "A marketing action or label whose PUT leaves the description out has none afterwards.",
  ),
  assumed(
    "The guide shows the id of the first policy as `_page.start`, and the reference says that `start` is the `_page.next` of the page before.",
    "Lists are ordered by name (policies by id) unless `orderby` says otherwise; a page has 100 objects unless `limit` says otherwise, and `_page.next` when it is not the last.",
  ),
  assumed(
    "The UI guide says how an action of the organization is made, not whether it may have the name of one of Adobe's.",
    "A custom marketing action or label may have the name of a core one.",
  ),
  assumed(
    "The documents call two of Adobe's marketing actions by the names of the API.",
    "Of Adobe's marketing actions there are `emailTargeting` and `exportToThirdParty`.",
  ),
  documented(actionGuide, "A deleted marketing action returns 404."),
];
