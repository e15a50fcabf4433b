import { entryOf } from "../common/json";
import { catalogAssumptions } from "./catalog";
import { computedAttributeAssumptions } from "./computedAttributes";
import { dataPrepAssumptions } from "./dataPrep";
import { flowServiceAssumptions } from "./flowService";
import { platformAssumptions } from "./platform";
import { policyServiceAssumptions } from "./policyService";
import { profileAssumptions } from "./profile";
import { queryServiceAssumptions } from "./queryService";
import { registryAssumptions } from "./schemaRegistry";
import { segmentationAssumptions } from "./segmentation";
import { streamingAssumptions } from "./streaming";

/**
 * The assumptions that can be changed: where Adobe's documents contradict each other or say nothing, the
 * emulator follows either reading. The first value of each is the default.
 */
export const assumptions = {
  ...streamingAssumptions,
  ...registryAssumptions,
  ...catalogAssumptions,
  ...dataPrepAssumptions,
  ...flowServiceAssumptions,
  ...profileAssumptions,
  ...segmentationAssumptions,
  ...computedAttributeAssumptions,
  ...queryServiceAssumptions,
  ...policyServiceAssumptions,
  ...platformAssumptions,
} as const;

export type AssumptionName = keyof typeof assumptions;
export type AssumptionValue<Name extends AssumptionName> =
  (typeof assumptions)[Name]["values"][number];

/** A value for every assumption. */
export type Assumptions = { readonly [Name in AssumptionName]: AssumptionValue<Name> };

export const assumptionNames = Object.keys(assumptions) as AssumptionName[];

/** An unknown assumption or value. The message is for the user. */
export class AssumptionError extends Error {
  override readonly name = "AssumptionError";
}

/** The chosen values, and the defaults of all others. Throws an {@link AssumptionError} that lists the valid ones. */
export function resolveAssumptions(chosen: Readonly<Record<string, string>> = {}): Assumptions {
  const all: Record<string, string> = Object.fromEntries(
    assumptionNames.map((name) => [name, assumptions[name].values[0]]),
  );
  for (const [name, value] of Object.entries(chosen)) {
    const known = entryOf<{ readonly values: readonly string[] }>(assumptions, name);
    if (known === undefined) {
      throw new AssumptionError(
        `Unknown assumption \`${name}\`. Valid assumptions: ${assumptionNames.join(", ")}.`,
      );
    }
    if (!known.values.includes(value)) {
      throw new AssumptionError(
        `Assumption \`${name}\` cannot be \`${value}\`. Valid values: ${known.values.join(", ")}.`,
      );
    }
    all[name] = value;
  }
  return all as Assumptions;
}

/** Parses `name=value`, as the command line has it. */
export function parseAssumption(text: string): readonly [string, string] {
  const at = text.indexOf("=");
  if (at < 1) {
    throw new AssumptionError(
      `\`${text}\` is not a valid assumption. Write name=value, for example mapping-delete=405.`,
    );
  }
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}
