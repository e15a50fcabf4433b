import { errorTable, sandboxErrorKinds } from "../../common/apiError";
import { assumed, documented } from "../../common/behavior";

export const computedGuide = "Profile API guide, computed attributes";
export const computedReference = "Profile API reference, computed attributes";
const basis = "The reference lists the status without a body, and no document shows the text.";

/** The errors of computed attributes have no code here: no document shows one. */
export const computedErrors = errorTable({
  notFound: {
    status: 404,
    code: "",
    title: "Computed attribute not found",
    madeUp: "text",
    behavior: documented(
      computedReference,
      "Returns 404 for a computed attribute that does not exist.",
    ),
  },
  nameTaken: {
    status: 400,
    code: "",
    title: "Function with the same name already exists for the specified schema or definedOn",
    behavior: {
      ...documented(computedReference, "A second computed attribute of a name returns 400."),
      assumption: "computed-inactive-name",
    },
  },
  invalid: {
    status: 400,
    code: "",
    title: "Invalid computed attribute",
    madeUp: "text",
    behavior: documented(
      computedReference,
      "A computed attribute without `name`, `displayName`, `description`, `expression`, `duration` or `status`, with a name that has other characters than letters and digits, a duration outside of its unit's range, or a field of another type or value, returns 400.",
    ),
  },
  syntax: {
    status: 400,
    code: "",
    title: "Invalid expression",
    behavior: assumed(
      "The reference says that the expression is a valid one in PQL.",
      "An expression whose brackets do not match, with a text that does not end, or that is empty, returns 400. Nothing else of PQL is checked.",
    ),
  },
  ofTheSystem: {
    status: 400,
    code: "",
    title: "The field cannot be changed",
    madeUp: "text",
    behavior: documented(
      computedGuide,
      "A PATCH of a field that the system writes, as `mergeFunction` or `path`, is an error (its status is assumed).",
    ),
  },
  fixed: {
    status: 400,
    code: "",
    title: "The computed attribute cannot be changed so",
    madeUp: "text",
    behavior: documented(
      computedGuide,
      "Of a draft, name, description, expression, fast refresh and duration can be changed, and the status to NEW; of one that is published, the status to DISABLED and nothing else (the status of the error is assumed).",
    ),
  },
  displayName: {
    status: 400,
    code: "",
    title: "The display name cannot be changed",
    behavior: assumed(
      "The guide's list of what can be changed of a draft does not have it.",
      "By assumption, a PATCH that changes the display name of a draft returns 400.",
      "computed-display-name",
    ),
  },
  notDraft: {
    status: 400,
    code: "",
    title: "Only a draft can be deleted",
    madeUp: "text",
    behavior: documented(
      computedGuide,
      "A computed attribute that is not a draft is not deleted (the status is assumed).",
    ),
  },
  ...sandboxErrorKinds(basis),
});
