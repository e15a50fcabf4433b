import * as z from "zod";

import type { CheckFailure } from "../../../provider-sdk";
import { isObject } from "../../client/json";
import type { Json } from "../../client/json";
import { hasUnknown, isUnknown } from "../lifecycle/unknown";

const expression = z.strictObject({
  label: z
    .string()
    .regex(/^(?!(?:core|custom)\/)[^\s/]+$/, {
      error:
        "must be the name of a label alone, as C1 (label descriptors have core/ or custom/ before it); correct it",
    })
    .optional()
    .describe("Name of a data usage label, as `C1`: it is there."),
  operator: z
    .enum(["AND", "OR"])
    .meta({
      id: "PolicyOperator",
      description: "How the operands of an expression are combined.",
      values: { AND: "All of them.", OR: "One of them at least." },
    })
    .optional()
    .describe("`AND`: all of the operands hold. `OR`: one of them."),
  get operands() {
    return z
      .array(expression)
      .min(1, { error: "is empty; give what the operator combines" })
      .optional()
      .describe("What the operator combines; each of them is such an expression itself.");
  },
});

// In place, so that the recursion above is to the same named shape.
z.globalRegistry.add(expression, {
  id: "PolicyExpression",
  description: "Which labels deny something: either `label`, or `operator` and `operands`.",
});

/** A boolean expression over labels. */
export const policyExpression = expression;
export type PolicyExpression = z.infer<typeof expression>;

/** An expression as Adobe shows it, without what no program can give. */
export function expressionOf({ label, operator, operands }: Json): PolicyExpression {
  if (typeof label === "string") return { label };
  const inner = Array.isArray(operands) ? operands.filter(isObject).map(expressionOf) : [];
  return { operator: operator as PolicyExpression["operator"], operands: inner };
}

const RULE =
  "must have either label, or operator and operands; to combine labels, give each of them as an operand";

/** Where an expression is neither a label nor a combination. Values may be unknown. */
export function expressionFailures(given: PolicyExpression, property: string): CheckFailure[] {
  if (isUnknown(given)) return [];
  const { label, operator, operands } = given;
  if ([label, operator, operands].some(isUnknown)) return [];
  const isLabel = label !== undefined;
  const isWhole = operator !== undefined && operands !== undefined;
  const isPart = operator !== undefined || operands !== undefined;
  if (isLabel ? isPart : !isWhole) return [{ property, reason: RULE }];
  return (operands ?? []).flatMap((one, index) =>
    expressionFailures(one, `${property}.operands[${index}]`),
  );
}

/** The labels in an expression that are known, each once. */
export function labelsIn(given: unknown): string[] {
  if (!isObject(given)) return [];
  const { label, operands } = given;
  const inner = Array.isArray(operands) ? operands.flatMap(labelsIn) : [];
  const own = typeof label === "string" && !hasUnknown(label) ? [label] : [];
  return [...new Set([...own, ...inner])];
}
