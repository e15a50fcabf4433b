import { arrayOf, objectOf, stringOf, textOf, valueAt, type JsonObject } from "../../common/json";
import type { FlowObject } from "../../state/entities";
import type { Sandbox } from "../../state/sandbox";
import { batchTargets } from "./destinationSpecs";
import { flowError, flowErrors } from "./errors";

/** The transformation of a destination dataflow: audiences, attributes and how both are exported. */
export const GENERAL = "GeneralTransform";

/** Its name by the schema of a request in the reference, whose examples have the other one. */
const SPACED = "General Transform";

/** Whether dataflows of a flow spec bring audiences to a destination. */
export function isDestinationFlow(spec: JsonObject | undefined): boolean {
  return valueAt(spec, "attributes", "isDestinationFlow") === true;
}

/** The body of a new destination dataflow, with the transformation under its usual name. */
export function withUsualName(body: JsonObject): JsonObject {
  if (body["transformations"] === undefined) return body;
  const transformations = arrayOf(body["transformations"]).map((one) => {
    const transformation = objectOf(one);
    return transformation["name"] === SPACED ? { ...transformation, name: GENERAL } : one;
  });
  return { ...body, transformations };
}

/**
 * Rejects a destination dataflow that does not fit the reference.
 *
 * @param isNew - it is created, and so has to be empty
 */
export function checkActivation(
  body: JsonObject,
  targets: readonly FlowObject[],
  isNew: boolean,
): void {
  const names = arrayOf(body["transformations"]).map((one) => objectOf(one)["name"]);
  if (names.some((name) => name !== GENERAL)) {
    throw flowError(
      flowErrors.badTransformation,
      `The name of a transformation of a destination must be \`${GENERAL}\`.`,
    );
  }
  const params = paramsOf(body);
  const audiences = selectors(params, "segmentSelectors");
  const attributes = selectors(params, "profileSelectors");
  const isEmpty =
    audiences.length === 0 &&
    attributes.length === 0 &&
    arrayOf(params["mandatoryFields"]).length === 0 &&
    arrayOf(params["primaryFields"]).length === 0 &&
    Object.keys(objectOf(params["profileMapping"])).length === 0;
  if (isNew && !isEmpty) {
    reject("A destination dataflow is created with empty selectors; add to them by PATCH.");
  }
  const isBatch = targets.some(({ body: target }) =>
    batchTargets.has(textOf(objectOf(target["connectionSpec"])["id"])),
  );
  audiences.forEach((one, index) => {
    checkAudience(one, isBatch, `/transformations/0/params/segmentSelectors/selectors/${index}`);
  });
  const other = attributes.find(
    ({ type, value }) => type !== "JSON_PATH" || stringOf(objectOf(value)["path"]) === undefined,
  );
  if (other !== undefined) reject("An attribute has the type JSON_PATH and a path.");
}

function checkAudience({ type, value }: JsonObject, isBatch: boolean, path: string): void {
  const audience = objectOf(value);
  if (type !== "PLATFORM_SEGMENT" || stringOf(audience["id"]) === undefined) {
    reject(`${path}: an audience has the type PLATFORM_SEGMENT and an id.`);
  }
  if (!isBatch) return;
  const missing = ["filenameTemplate", "exportMode", "schedule"].filter(
    (key) => audience[key] === undefined,
  );
  if (missing.length > 0) reject(`${path}: Required: ${missing.join(", ")}.`);
  const fault = exportFault(audience["exportMode"], objectOf(audience["schedule"]));
  if (fault !== undefined) reject(`${path}: ${fault}`);
}

const frequencies: Readonly<Record<string, readonly string[]>> = {
  DAILY_FULL_EXPORT: ["ONCE", "DAILY"],
  FIRST_FULL_THEN_INCREMENTAL: [
    "DAILY",
    "EVERY_3_HOURS",
    "EVERY_6_HOURS",
    "EVERY_8_HOURS",
    "EVERY_12_HOURS",
  ],
};

function exportFault(mode: unknown, schedule: JsonObject): string | undefined {
  const { frequency, triggerType, startDate, endDate, startTime } = schedule;
  const allowed = frequencies[textOf(mode)];
  if (allowed === undefined) return `exportMode must be ${Object.keys(frequencies).join(" or ")}.`;
  if (!allowed.includes(textOf(frequency)))
    return `schedule.frequency with ${textOf(mode)} must be one of ${allowed.join(", ")}.`;
  if (
    triggerType !== undefined &&
    !["SCHEDULED", "AFTER_SEGMENT_EVAL"].includes(textOf(triggerType))
  )
    return "schedule.triggerType must be SCHEDULED or AFTER_SEGMENT_EVAL.";
  if (triggerType !== "AFTER_SEGMENT_EVAL" && startTime === undefined)
    return "Required: schedule.startTime.";
  if (startTime !== undefined && !/^([01]\d|2[0-3]):00$/u.test(textOf(startTime)))
    return "schedule.startTime must be HH:00.";
  if (frequency === "ONCE" && endDate !== undefined) return "schedule.endDate is not for ONCE.";
  const dates = [startDate, endDate].filter((one) => one !== undefined);
  return dates.every((one) => /^\d{4}-\d{2}-\d{2}$/u.test(textOf(one))) && startDate !== undefined
    ? undefined
    : "schedule.startDate and endDate must be YYYY-MM-DD.";
}

/** The body of a changed dataflow, whose new and changed audiences have the time of the change, in seconds. */
export function withTimes(body: JsonObject, before: JsonObject, now: number): JsonObject {
  const params = paramsOf(body);
  if (params["segmentSelectors"] === undefined) return body;
  const known = new Map(
    selectors(paramsOf(before), "segmentSelectors").map(({ value }) => [
      textOf(objectOf(value)["id"]),
      objectOf(value),
    ]),
  );
  const seconds = String(Math.floor(now / 1000));
  const stamped = selectors(params, "segmentSelectors").map((one) => {
    const value = objectOf(one["value"]);
    const old = known.get(textOf(value["id"]));
    const isSame = old !== undefined && JSON.stringify(old) === JSON.stringify(value);
    const createTime = old?.["createTime"] ?? seconds;
    return isSame ? one : { ...one, value: { ...value, createTime, updateTime: seconds } };
  });
  const [first, ...others] = arrayOf(body["transformations"]);
  const segmentSelectors = { ...objectOf(params["segmentSelectors"]), selectors: stamped };
  return {
    ...body,
    transformations: [{ ...objectOf(first), params: { ...params, segmentSelectors } }, ...others],
  };
}

/** A read transformation, whose attributes have a mapping to the column or field of their name. */
export function withMappings(transformation: JsonObject): JsonObject {
  const params = objectOf(transformation["params"]);
  if (params["profileSelectors"] === undefined) return transformation;
  const mapped = selectors(params, "profileSelectors").map((one) => {
    const value = objectOf(one["value"]);
    return { ...one, value: { operator: "EXISTS", ...value, mapping: mappingOf(value) } };
  });
  const profileSelectors = { ...objectOf(params["profileSelectors"]), selectors: mapped };
  return { ...transformation, params: { ...params, profileSelectors } };
}

function mappingOf({ path, identity, mapping }: JsonObject): JsonObject {
  return {
    sourceType: "text/x.schema-path",
    source: path,
    destination: path,
    identity: identity !== undefined,
    primaryIdentity: false,
    functionVersion: 0,
    sourceAttribute: path,
    destinationXdmPath: path,
    ...objectOf(mapping),
  };
}

/** Ids of the dataflows that export an audience. */
export function flowsExporting({ flows }: Sandbox, audienceId: string): string[] {
  return flows
    .values()
    .filter(({ body }) =>
      selectors(paramsOf(body), "segmentSelectors").some(
        ({ value }) => objectOf(value)["id"] === audienceId,
      ),
    )
    .map(({ id }) => id);
}

function paramsOf(body: JsonObject): JsonObject {
  return objectOf(objectOf(arrayOf(body["transformations"])[0])["params"]);
}

function selectors(params: JsonObject, key: string): JsonObject[] {
  return arrayOf(objectOf(params[key])["selectors"]).map(objectOf);
}

function reject(detail: string): never {
  throw flowError(flowErrors.badActivation, detail);
}
