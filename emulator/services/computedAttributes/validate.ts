import { typed } from "../../common/fields";
import { objectOf, stringOf, type JsonObject } from "../../common/json";
import type { ComputedAttribute } from "../../state/entities";
import type { Organization } from "../../state/organization";
import type { Sandbox } from "../../state/sandbox";
import { profileError } from "../profile/errors";
import { syntaxProblem } from "../segmentation/syntax";
import { computedErrors } from "./errors";

/** The longest lookback in each unit. */
const longest: Readonly<Record<string, number>> = { HOURS: 24, DAYS: 7, WEEKS: 4, MONTHS: 6 };

/** What a caller may set of a computed attribute. */
export type ComputedInput = Omit<
  ComputedAttribute,
  "id" | "published" | "created" | "updated" | "createdBy"
>;

/** Finds the sandbox of the `x-sandbox-name` header. */
export function computedSandbox(organization: Organization, name: string | undefined): Sandbox {
  if (name === undefined) {
    throw profileError(computedErrors.sandboxMissing, "Send x-sandbox-name.");
  }
  const sandbox = organization.sandbox(name);
  if (sandbox !== undefined) return sandbox;
  throw profileError(computedErrors.sandboxUnknown, `There is no sandbox ${name}.`);
}

function invalid(detail: string) {
  return profileError(computedErrors.invalid, detail);
}

const types = {
  name: "text",
  displayName: "text",
  description: "text",
  expression: "object",
  duration: "object",
  status: "text",
} as const;

/** The computed attribute in the body of a POST. Throws 400 with the first thing that is wrong with it. */
export function validComputed(body: unknown): ComputedInput {
  const sent = typed(body, types, invalid);
  const missing = Object.keys(types).find((key) => !(key in sent));
  if (missing !== undefined) throw invalid(`\`${missing}\` is required.`);
  if (sent["status"] !== "DRAFT" && sent["status"] !== "NEW") {
    throw invalid("`status` must be DRAFT or NEW.");
  }
  const changes = validChanges(sent);
  return { ...emptyOne, ...changes };
}

const emptyOne: ComputedInput = {
  name: "",
  displayName: "",
  description: "",
  expression: "",
  keepCurrent: false,
  duration: { count: 0, unit: "" },
  status: "DRAFT",
};

/** What the system writes, so that no PATCH may have it. */
const ofTheSystem = [
  "id",
  "type",
  "path",
  "positionPath",
  "mergeFunction",
  "schema",
  "returnSchema",
  "definedOn",
  "imsOrgId",
  "sandbox",
  "lastEvaluationTs",
  "createEpoch",
  "updateEpoch",
  "createdBy",
];

/** The changes in the body of a PATCH. Throws 400 with the first thing that is wrong with them. */
export function validPatch(body: unknown): Partial<ComputedInput> {
  const sent = typed(body, types, invalid);
  const wrong = ofTheSystem.find((key) => key in sent);
  if (wrong !== undefined) {
    throw profileError(computedErrors.ofTheSystem, `\`${wrong}\` cannot be changed.`);
  }
  return validChanges(sent);
}

function validChanges(sent: JsonObject): Partial<ComputedInput> {
  const changes = {
    name: "name" in sent ? validName(sent["name"]) : undefined,
    // Both are texts here, and may be empty.
    displayName: sent["displayName"],
    description: sent["description"],
    expression: "expression" in sent ? validExpression(objectOf(sent["expression"])) : undefined,
    keepCurrent: "keepCurrent" in sent ? validFlag(sent["keepCurrent"]) : undefined,
    duration: "duration" in sent ? validDuration(objectOf(sent["duration"])) : undefined,
    status: "status" in sent ? validStatus(sent["status"]) : undefined,
  };
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}

function validName(name: unknown): string {
  const text = stringOf(name) ?? "";
  if (/^[A-Za-z0-9]+$/.test(text)) return text;
  throw invalid("`name` must have letters and digits only.");
}

function validExpression({ type, format, value }: JsonObject): string {
  if (type !== "PQL") throw invalid("`expression.type` must be PQL.");
  if (format !== "pql/text") throw invalid("`expression.format` must be pql/text.");
  if (typeof value !== "string") throw invalid("`expression.value` is required.");
  const problem = syntaxProblem(format, value);
  if (problem === undefined) return value;
  throw profileError(computedErrors.syntax, problem);
}

function validFlag(value: unknown): boolean {
  if (typeof value === "boolean") return value;
  throw invalid("`keepCurrent` must be a boolean.");
}

function validDuration({ count, unit }: JsonObject): ComputedAttribute["duration"] {
  const known = stringOf(unit) ?? "";
  const most = Object.hasOwn(longest, known) ? longest[known] : undefined;
  if (most === undefined) {
    throw invalid(`\`duration.unit\` must be one of ${Object.keys(longest).join(", ")}.`);
  }
  const number = typeof count === "number" ? count : 0;
  if (Number.isInteger(number) && number >= 1 && number <= most)
    return { count: number, unit: known };
  throw invalid(`\`duration.count\` must be 1 to ${most} in ${known}.`);
}

function validStatus(value: unknown): ComputedAttribute["status"] {
  if (value === "DRAFT" || value === "NEW" || value === "DISABLED") return value;
  throw invalid("`status` must be DRAFT, NEW or DISABLED.");
}
