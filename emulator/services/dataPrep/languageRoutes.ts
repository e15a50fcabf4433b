import { documented } from "../../common/behavior";
import { ok, type Route } from "../../common/service";
import { engine } from "./language/lazyEngine";
import { operators } from "./language/operators";
import { toFunctionResponse } from "./responses";
import { isValidExpression, previewMapping, toTryOut, validateMapping } from "./tryOut";

const guide = "Data Prep API guide";
const reference = "Data Prep API reference";

/** Routes that try out mappings and expressions, and list the language. */
export const languageRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/mappingSets/validate",
    behavior: documented(
      guide,
      "Judges each mapping: syntax, unknown functions, reserved words that are not wrapped, destinations that the schema does not have.",
    ),
    handle: validateMapping,
  },
  {
    method: "POST",
    path: "/mappingSets/preview",
    behavior: {
      ...documented(guide, "Maps the given data without keeping anything."),
      assumption: "mapping-preview",
    },
    handle: previewMapping,
  },
  {
    method: "POST",
    path: "/languages/el/validate",
    behavior: {
      ...documented(reference, "Returns a bare true or false."),
      assumption: "expression-validate",
    },
    handle: (call) => {
      const valid = isValidExpression(call);
      if (call.organization.assume["expression-validate"] === "boolean") return ok(valid);
      const said = valid
        ? { validationStatus: "succeeded", error: "none" }
        : { validationStatus: "failed", error: "The expression is not valid." };
      return toTryOut(said, !valid);
    },
  },
  {
    method: "GET",
    path: "/languages/el/functions",
    behavior: documented(
      reference,
      "Lists the functions with category, function, syntax and params; the texts in between are left empty, as Adobe's own sample leaves some.",
    ),
    handle: () => ok([...engine().functions.values()].map(toFunctionResponse)),
  },
  {
    method: "GET",
    path: "/languages/el/operators",
    behavior: documented(
      reference,
      "Lists the operators with operatorSymbol, methodName, numberOfOperands, description and example.",
    ),
    handle: () => ok(operators),
  },
];
