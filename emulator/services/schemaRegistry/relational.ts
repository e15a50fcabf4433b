import { arrayOf, objectOf, stringOf, type JsonObject } from "../../common/json";
import type { Sandbox } from "../../state/sandbox";
import { referencedParts } from "./documents";
import { registryError, registryErrors } from "./errors";
import { adhocV2Behavior } from "./global";

const behaviors = ["record", "time-series"];

/** Whether a schema extends the relational behavior, and neither a class nor a field group. */
export function isRelational(document: JsonObject): boolean {
  return (
    arrayOf(document["meta:extends"]).includes(adhocV2Behavior) &&
    referencedParts(document).length === 0
  );
}

/** A relational schema consists of its own definitions, and says whether it has records or events. */
export function checkRelationalSchema(document: JsonObject): void {
  if (arrayOf(document["meta:extends"]).length > 1) {
    throw registryError(
      registryErrors.badRelational,
      `A relational schema extends ${adhocV2Behavior} and nothing else.`,
    );
  }
  const isLocal = (part: unknown) =>
    (stringOf(objectOf(part)["$ref"]) ?? "").startsWith("#/definitions/");
  if (document["type"] !== "object" || !arrayOf(document["allOf"]).every(isLocal)) {
    throw registryError(
      registryErrors.badRelational,
      "A relational schema is of the type object, and its `allOf` names its own definitions.",
    );
  }
  const behavior = document["meta:behaviorType"];
  if (behavior !== undefined && !behaviors.includes(stringOf(behavior) ?? "")) {
    throw registryError(
      registryErrors.badRelational,
      `meta:behaviorType must be one of ${behaviors.join(", ")}.`,
    );
  }
}

/** Whether a schema's records are events. */
export function hasEvents(document: JsonObject): boolean {
  return document["meta:behaviorType"] === "time-series";
}

/** The descriptors that no dataset of a relational schema can do without. */
const needed = ["xdm:descriptorPrimaryKey", "xdm:descriptorVersion"];

/** Which of the needed descriptors a relational schema lacks. */
export function missingDescriptors(sandbox: Sandbox, schemaId: string): string[] {
  const there = sandbox.descriptors
    .values()
    .filter(({ body }) => body["xdm:sourceSchema"] === schemaId)
    .map(({ body }) => String(body["@type"]));
  return needed.filter((type) => !there.includes(type));
}
