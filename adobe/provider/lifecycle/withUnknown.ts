import { listed } from "../../client/text";
import type { Definition, Operation } from "./definition";

/**
 * Returns the program's inputs together with what the object has beyond them and Adobe would not remove.
 * Reports what stays.
 */
export function withUnknown<Inputs extends object, Outputs extends object>(
  definition: Definition<Inputs, Outputs>,
  found: Inputs,
  newInputs: Inputs,
  { sandbox, context }: Pick<Operation, "sandbox" | "context">,
): Inputs {
  const whole = definition.keepUnknown?.(found, newInputs, sandbox);
  if (whole === undefined || whole.kept.length === 0) return newInputs;
  context.log(
    "info",
    `the ${definition.displayName} has ${listed(whole.kept)} at Adobe, which the program does not have or has narrower; left as it is. ` +
      `Set \`allowBreaking: true\` to try to remove or narrow it, which Adobe rejects once a dataset uses the schema`,
  );
  return whole.inputs;
}
