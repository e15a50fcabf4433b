import { documented } from "../../common/behavior";
import { arrayOf, objectOf, stringOf, type JsonObject } from "../../common/json";
import { ok, type Call, type Route } from "../../common/service";
import type { Mapping, MappingSetVersion } from "../../state/entities";
import { dataPrepError, dataPrepErrors } from "./errors";
import type { MappingFunction } from "./functions/function";
import { operators } from "./operators";
import { compiledMapping, mappingSetFrom, versionOf } from "./mappingSet";
import { engine } from "./lazyEngine";
import { checkSchema, sentSet } from "./sets";
import type { Value } from "./values";

const guide = "Data Prep API guide";
const reference = "Data Prep API reference";

/** The groups under the headings of Adobe's guide. */
const categories: Readonly<Record<string, string>> = {
  string: "String",
  "regular expression": "Regular expression",
  hashing: "Hashing",
  url: "URL",
  date: "Date / Time",
  object: "Hierarchies - Objects",
  array: "Hierarchies - Arrays",
  map: "Hierarchies - Map",
  logical: "Logical operators",
  aggregation: "Aggregation",
  "type conversion": "Type conversions",
  special: "Special operations",
  "user agent": "User agent",
};

const shownFunction = ({ name, group, args: [least, most] }: MappingFunction): JsonObject => {
  const open = !Number.isFinite(most);
  const params = Array.from({ length: open ? least : most }, (_, index) => ({
    name: `value${index + 1}`,
    description: index < least ? "Required" : "Optional",
    type: "object",
    dataType: "java.lang.Object",
    position: index + 1,
  }));
  return {
    category: categories[group] ?? group,
    function: name,
    description: "",
    syntax: `${name}(${params.map((one) => one.name).join(", ")}${open ? ", …" : ""})`,
    returns: "",
    returnType: "java.lang.Object",
    example: "",
    result: "",
    params,
    since: 1,
  };
};

/** The mapping set of a request body: given in full, or by id as one that is stored. */
const givenSet = (call: Call, body: JsonObject): MappingSetVersion => {
  const id = stringOf(body["id"]);
  const stored = id === undefined ? undefined : call.sandbox.mappingSets.get(id);
  const version =
    stored === undefined ? undefined : versionOf(stored, Number(body["version"] ?? 0));
  if (version !== undefined && body["mappings"] === undefined) return version;
  const given = mappingSetFrom(body, 0, call.organization.now());
  checkSchema(call, given);
  return given;
};

const validated = (call: Call): JsonObject => {
  const version = givenSet(call, sentSet(call.body));
  if (version.mappings.length === 0) {
    throw dataPrepError(dataPrepErrors.invalid, "Required: mappings.");
  }
  const { faults } = compiledMapping(call.sandbox, version);
  const reasons = new Map(faults.map(({ mapping, reason }) => [mapping, reason]));
  return {
    validationResponse: version.mappings.map((mapping) => verdict(mapping, reasons.get(mapping))),
  };
};

const verdict = (mapping: Mapping, reason: string | undefined): JsonObject =>
  reason === undefined
    ? { status: "SUCCESS", errors: null }
    : {
        status: "FAILED",
        errors: [
          {
            destination: mapping.destination,
            exception: reason,
            source: mapping.source,
            columnName: mapping.destination,
            sourceType: mapping.sourceType,
          },
        ],
      };

const previewed = (call: Call): unknown => {
  const body = objectOf(call.body);
  const mapping = compiledMapping(call.sandbox, givenSet(call, sentSet(body["mappingSet"] ?? {})));
  const records = Array.isArray(body["data"]) ? arrayOf(body["data"]) : [body["data"]];
  const shown = records.map((record) => {
    const surroundings = { now: () => call.organization.now(), record: objectOf(record) as Value };
    const { row, warnings } = engine().applyMapping(mapping, surroundings);
    const errors = [
      ...mapping.faults.map(({ mapping: { destination }, reason }) => ({
        destination,
        exception: reason,
      })),
      ...warnings.map(({ destination, reason }) => ({ destination, exception: reason })),
    ];
    return { data: row, errors: errors.length === 0 ? null : errors };
  });
  return call.organization.assume["mapping-preview"] === "array" ? shown : shown[0];
};

/** The expression of a request; the reference's example nests it once more. */
const expressionOf = (body: JsonObject): string => {
  const given = body["expression"];
  return typeof given === "string" ? given : (stringOf(objectOf(given)["expression"]) ?? "");
};

const isValid = (call: Call): boolean => {
  const { ExpressionError, parseExpression } = engine();
  try {
    parseExpression(expressionOf(objectOf(call.body)));
    return true;
  } catch (error) {
    if (error instanceof ExpressionError) return false;
    throw error;
  }
};

/** Trying mappings and expressions out. */
export const languageRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/mappingSets/validate",
    behavior: documented(
      guide,
      "Judges each mapping: syntax, unknown functions, reserved words that are not wrapped, destinations the schema has not.",
    ),
    handle: (call) => ok(validated(call)),
  },
  {
    method: "POST",
    path: "/mappingSets/preview",
    behavior: {
      ...documented(guide, "Maps the given data without keeping anything."),
      assumption: "mapping-preview",
    },
    handle: (call) => ok(previewed(call)),
  },
  {
    method: "POST",
    path: "/languages/el/validate",
    behavior: {
      ...documented(reference, "Answers a bare true or false."),
      assumption: "expression-validate",
    },
    handle: (call) => {
      const valid = isValid(call);
      if (call.organization.assume["expression-validate"] === "boolean") return ok(valid);
      return ok(
        valid
          ? { validationStatus: "succeeded", error: "none" }
          : { validationStatus: "failed", error: "The expression is not valid." },
      );
    },
  },
  {
    method: "GET",
    path: "/languages/el/functions",
    behavior: documented(
      reference,
      "Lists the functions with category, function, syntax and params; the texts in between are left empty, as Adobe's own sample leaves some.",
    ),
    handle: () => ok([...engine().functions.values()].map(shownFunction)),
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
