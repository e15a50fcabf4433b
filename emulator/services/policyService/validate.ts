import { typed } from "../../common/fields";
import { arrayOf, isObject, stringOf, type JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import type { CustomLabel, GovernancePolicy, MarketingAction, Stamps } from "../../state/entities";
import type { Organization } from "../../state/organization";
import type { Sandbox } from "../../state/sandbox";
import { coreActions, coreLabels } from "./coreObjects";
import { policyError, policyErrors } from "./errors";

const statuses = ["DRAFT", "ENABLED", "DISABLED"];
const operators = ["AND", "OR"];
const maxDepth = 50;

/** What a caller may set of an object. */
type Input<T extends Stamps> = Omit<T, keyof Stamps | "id">;

/** Finds the sandbox of the `x-sandbox-name` header. */
export function policySandbox(organization: Organization, name: string | undefined): Sandbox {
  if (name === undefined) throw policyError(policyErrors.sandboxMissing, "Send x-sandbox-name.");
  const sandbox = organization.sandbox(name);
  if (sandbox !== undefined) return sandbox;
  throw policyError(policyErrors.sandboxUnknown, `There is no sandbox ${name}.`);
}

/** The reference's text for a field that is missing. */
function unparsable(what: string, field: string) {
  return policyError(
    policyErrors.unparsable,
    `Unable to parse ${what}: No usable value for ${field}. Did not find value which can be converted into java.lang.String`,
  );
}

function invalid(detail: string) {
  return policyError(policyErrors.invalid, detail);
}

/** The name that a body has to have: the one in the path. */
function ownName(what: string, { params, body }: Call): string {
  const name = isObject(body) ? stringOf(body["name"]) : undefined;
  if (name === undefined) throw unparsable(what, "name");
  if (name === params["name"]) return name;
  throw policyError(policyErrors.otherName, `The name ${name} is not the name in the path.`);
}

function textIn(what: string, body: unknown, field: string): string {
  const value = isObject(body) ? body[field] : undefined;
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value;
  throw unparsable(what, field);
}

export function validAction(call: Call): Input<MarketingAction> {
  const what = "MarketingActionRequest";
  return {
    name: ownName(what, call),
    description: textIn(what, call.body, "description"),
  };
}

export function validLabel(call: Call): Input<CustomLabel> {
  const what = "LabelRequest";
  const name = ownName(what, call);
  const category = textIn(what, call.body, "category");
  if (category === "") throw unparsable(what, "category");
  return {
    name,
    category,
    friendlyName: textIn(what, call.body, "friendlyName"),
    description: textIn(what, call.body, "description"),
  };
}

const types = { marketingActionRefs: "list of texts", deny: "object" } as const;

/** The policy in a body. Throws 400 with the first thing that is wrong with it. */
export function validPolicy(call: Call, body: unknown): Input<GovernancePolicy> {
  const what = "PolicyRequest";
  const sent = typed(body, types, invalid);
  for (const field of ["name", "status", "marketingActionRefs", "deny"]) {
    if (sent[field] === undefined || sent[field] === "") throw unparsable(what, field);
  }
  const status = textIn(what, sent, "status");
  if (!statuses.includes(status)) throw invalid(`\`status\` is one of ${statuses.join(", ")}.`);
  const policy = {
    name: textIn(what, sent, "name"),
    status,
    marketingActions: validActions(arrayOf(sent["marketingActionRefs"]).map(String)),
    description: textIn(what, sent, "description"),
    deny: validExpression(sent["deny"], 1),
  };
  if (call.organization.assume["policy-references"] === "checked") checkReferences(call, policy);
  return policy;
}

/** `../marketingActions/custom/x`, or a whole URL → `custom/x`. */
function validActions(refs: readonly string[]): string[] {
  if (refs.length === 0) throw invalid("A policy has at least one marketing action.");
  const actions = refs.map((ref) => {
    const found = /(?:^|\/)marketingActions\/(core|custom)\/([^/?#]+)$/.exec(ref);
    if (found === null) throw invalid(`${ref} is not the address of a marketing action.`);
    return `${found[1] ?? ""}/${found[2] ?? ""}`;
  });
  return [...new Set(actions)];
}

/** Either a label, or an operator with operands; nothing else stays. */
function validExpression(value: unknown, depth: number): JsonObject {
  if (!isObject(value) || depth > maxDepth) throw invalid("An operand is a policy expression.");
  const { label, operator, operands } = value;
  const isLabel = label !== undefined;
  if (isLabel === (operator !== undefined || operands !== undefined)) {
    throw invalid("A policy expression has either `label`, or `operator` and `operands`.");
  }
  if (isLabel) {
    if (stringOf(label) === undefined) throw invalid("`label` must be a text.");
    return { label };
  }
  if (typeof operator !== "string" || !operators.includes(operator)) {
    throw invalid(`\`operator\` is one of ${operators.join(", ")}.`);
  }
  const list = arrayOf(operands);
  if (list.length === 0) throw invalid("`operands` must be a list of policy expressions.");
  return { operator, operands: list.map((one) => validExpression(one, depth + 1)) };
}

function checkReferences(
  { sandbox }: Call,
  { marketingActions, deny }: Input<GovernancePolicy>,
): void {
  const known = new Set([
    ...coreActions.map(({ name }) => `core/${name}`),
    ...sandbox.marketingActions.ids().map((name) => `custom/${encodeURIComponent(name)}`),
  ]);
  const labels = new Set([...coreLabels.map(({ name }) => name), ...sandbox.customLabels.ids()]);
  const action = marketingActions.find((one) => !known.has(one));
  const label = labelsIn(deny).find((one) => !labels.has(one));
  const missing = action === undefined ? label && `label ${label}` : `marketing action ${action}`;
  if (missing === undefined) return;
  throw policyError(policyErrors.unknownReference, `There is no ${missing}.`);
}

function labelsIn({ label, operands }: JsonObject): string[] {
  if (typeof label === "string") return [label];
  return arrayOf(operands).filter(isObject).flatMap(labelsIn);
}
