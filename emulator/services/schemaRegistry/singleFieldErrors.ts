import { errorTable } from "../../common/apiError";
import { assumed, documented } from "../../common/behavior";

/** Errors of single fields that are taken of a field group. */
export const singleFieldErrors = errorTable({
  badRefProperty: {
    status: 400,
    code: "XDM-1721-400",
    title: "Schema validation error",
    madeUp: true,
    behavior: documented(
      "XDM tutorial on adding specific fields; the code is made up",
      "A path in `meta:refProperty` that does not begin with `/`, or has `properties` in it, is rejected with 400.",
    ),
  },
  missingRefProperty: {
    status: 400,
    code: "XDM-1722-400",
    title: "Schema validation error",
    madeUp: true,
    behavior: assumed(
      "No document says what becomes of such a path; the code is made up.",
      "A path in `meta:refProperty` at which the field group has no field is rejected with 400.",
      "ref-property",
    ),
  },
});
