import { typed } from "../../common/fields";
import { arrayOf, isObject, objectOf, stringOf, type JsonObject } from "../../common/json";
import type { SegmentDefinition } from "../../state/entities";
import type { Organization } from "../../state/organization";
import type { Sandbox } from "../../state/sandbox";
import { findResource } from "../schemaRegistry/library";
import { segmentError, segmentErrors } from "./errors";
import { syntaxProblem } from "./syntax";

const formats = ["pql/text", "pql/json"];
const states = ["draft", "published", "inactive", "archived"];
const modes = ["batch", "continuous", "synchronous"] as const;
const maxIds = 100;

/** What a caller may set of a segment definition. */
export type SegmentInput = Omit<SegmentDefinition, "id" | "created" | "updated">;

/** Finds the sandbox of the `x-sandbox-name` header. */
export function segmentSandbox(organization: Organization, name: string | undefined): Sandbox {
  if (name === undefined) throw segmentError(segmentErrors.sandboxMissing, "Send x-sandbox-name.");
  const sandbox = organization.sandbox(name);
  if (sandbox !== undefined) return sandbox;
  throw segmentError(segmentErrors.sandboxUnknown, `There is no sandbox ${name}.`);
}

function invalid(detail: string) {
  return segmentError(segmentErrors.invalid, detail);
}

/** Keys that the service writes itself count for nothing: the guide's PATCH sends some of them back. */
const types = {
  name: "text",
  description: "text",
  schema: "object",
  expression: "object",
  mergePolicyId: "text",
  evaluationInfo: "object",
  dataGovernancePolicy: "object",
  lifecycleState: "text",
  profileInstanceId: "text",
  ttlInDays: "number",
} as const;

const keptKeys = ["profileInstanceId", "payloadSchema", "ttlInDays"];

/** The definition in a request's body. Throws 400 with the first thing that is wrong with it. */
export function validSegment(sandbox: Sandbox, body: unknown): SegmentInput {
  const sent = typed(body, types, invalid);
  const name = stringOf(sent["name"]);
  if (name === undefined) throw invalid("`name` is required.");
  const missing = ["schema", "expression"].find((key) => !(key in sent));
  if (missing !== undefined) throw invalid(`\`${missing}\` is required.`);
  const schemaName = validClass(sandbox, objectOf(sent["schema"])["name"]);
  const { excludeOptOut } = objectOf(sent["dataGovernancePolicy"]);
  return {
    name,
    description: stringOf(sent["description"]) ?? "",
    schemaName,
    expression: validExpression(objectOf(sent["expression"])),
    mergePolicyId: validPolicy(sandbox, schemaName, sent["mergePolicyId"]),
    evaluation: validEvaluation(sent["evaluationInfo"]),
    lifecycleState: validState(sent["lifecycleState"]),
    excludeOptOut: excludeOptOut !== false,
    kept: Object.fromEntries(Object.entries(sent).filter(([key]) => keptKeys.includes(key))),
  };
}

function validClass(sandbox: Sandbox, name: unknown): string {
  const text = stringOf(name);
  if (text === undefined) throw invalid("`schema.name` is required.");
  const found = findResource(sandbox, text);
  if (found?.type === "classes" && found.altId === text) return text;
  throw segmentError(segmentErrors.unknownClass, `There is no class ${text}.`);
}

function validExpression({ type, format, value }: JsonObject): SegmentDefinition["expression"] {
  if (type !== "PQL") throw invalid("`expression.type` must be PQL.");
  if (typeof format !== "string" || !formats.includes(format)) {
    throw invalid(`\`expression.format\` must be one of ${formats.join(", ")}.`);
  }
  if (typeof value !== "string") throw invalid("`expression.value` is required.");
  const problem = syntaxProblem(format, value);
  if (problem !== undefined) throw segmentError(segmentErrors.syntax, problem);
  return { format, value };
}

function validPolicy(sandbox: Sandbox, schemaName: string, id: unknown): string | undefined {
  const text = stringOf(id);
  if (text === undefined) return undefined;
  if (sandbox.mergePolicies.get(text)?.schemaName === schemaName) return text;
  throw segmentError(
    segmentErrors.unknownPolicy,
    `There is no merge policy ${text} of the class ${schemaName}.`,
  );
}

/** At most one kind is enabled; none means batch. */
function validEvaluation(info: unknown): SegmentDefinition["evaluation"] {
  const sent = objectOf(info);
  const flags = modes.map((mode) => objectOf(sent[mode])["enabled"] ?? false);
  if (!flags.every((flag) => typeof flag === "boolean")) {
    throw invalid("`enabled` must be a boolean.");
  }
  const [first = "batch", ...more] = modes.filter((_mode, index) => flags[index] === true);
  if (more.length > 0) throw invalid("`evaluationInfo` must enable one kind of evaluation.");
  return first;
}

function validState(value: unknown): string {
  const text = stringOf(value) ?? "published";
  if (states.includes(text)) return text;
  throw invalid(`\`lifecycleState\` must be one of ${states.join(", ")}.`);
}

/** The ids that a bulk-get requests. */
export function bulkIds(body: unknown): string[] {
  const ids = isObject(body) ? arrayOf(body["ids"]) : [];
  const texts = ids.map((one) => stringOf(objectOf(one)["id"]));
  const isCount = texts.length > 0 && texts.length <= maxIds;
  if (isCount && texts.every((id) => id !== undefined)) return texts;
  throw segmentError(
    segmentErrors.badBulk,
    `Send \`ids\`, a list of 1 to ${maxIds} objects with \`id\`.`,
  );
}
