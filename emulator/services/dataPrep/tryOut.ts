import { madeUpHeader } from "../../common/apiError";
import { arrayOf, objectOf, stringOf, type JsonObject } from "../../common/json";
import { ok, type Call, type Reply } from "../../common/service";
import type { Mapping, MappingSetVersion } from "../../state/entities";
import { compiledMapping, versionOf } from "./compiledMapping";
import { dataPrepError, dataPrepErrors } from "./errors";
import { engine } from "./language/lazyEngine";
import type { Value } from "./language/values";
import { checkSchema, readMappingSet, sentSet } from "./validate";

/** The mapping set of a request body: given in full, or by id as one that is stored. */
function givenSet(call: Call, body: JsonObject): MappingSetVersion {
  const id = stringOf(body["id"]);
  const stored = id === undefined ? undefined : call.sandbox.mappingSets.get(id);
  const version =
    stored === undefined ? undefined : versionOf(stored, Number(body["version"] ?? 0));
  if (version !== undefined && body["mappings"] === undefined) return version;
  checkSchema(call, body);
  return readMappingSet(body, 0, call.organization.now());
}

/** A response that tries something out. What is wrong with a mapping is said in a text of the emulator's own. */
export function toTryOut(body: unknown, hasFailed: boolean): Reply {
  return ok(body, hasFailed ? { [madeUpHeader]: "text" } : {});
}

/** Validates each mapping of a set. */
export function validateMapping(call: Call): Reply {
  const version = givenSet(call, sentSet(call.body));
  if (version.mappings.length === 0) {
    throw dataPrepError(dataPrepErrors.invalid, "Required: mappings.");
  }
  const { faults } = compiledMapping(call.sandbox, version);
  const reasons = new Map(faults.map(({ mapping, reason }) => [mapping, reason]));
  const validationResponse = version.mappings.map((mapping) =>
    toValidation(mapping, reasons.get(mapping)),
  );
  return toTryOut({ validationResponse }, faults.length > 0);
}

function toValidation(mapping: Mapping, reason: string | undefined): JsonObject {
  return reason === undefined
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
}

/** Maps the given records and stores nothing. */
export function previewMapping(call: Call): Reply {
  const body = sentSet(call.body);
  const mapping = compiledMapping(call.sandbox, givenSet(call, sentSet(body["mappingSet"] ?? {})));
  const records = Array.isArray(body["data"]) ? arrayOf(body["data"]) : [body["data"]];
  const previews = records.map((record) => {
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
  const isArray = call.organization.assume["mapping-preview"] === "array";
  return toTryOut(
    isArray ? previews : previews[0],
    previews.some(({ errors }) => errors !== null),
  );
}

/** The expression of a request; the reference's example nests it once more. */
function expressionOf(body: JsonObject): string {
  const given = body["expression"];
  return typeof given === "string" ? given : (stringOf(objectOf(given)["expression"]) ?? "");
}

/** Whether the expression of a request parses. */
export function isValidExpression(call: Call): boolean {
  const { ExpressionError, parseExpression } = engine();
  try {
    parseExpression(expressionOf(sentSet(call.body)));
    return true;
  } catch (error) {
    if (error instanceof ExpressionError) return false;
    throw error;
  }
}
