import type { CheckFailure, Context, Properties } from "../../../provider-sdk";
import { listed } from "../../client/text";
import type { Definition } from "./definition";
import { pathIn, valuesAlong } from "./paths";
import { validate } from "./validate";

/** What a check says of an object's inputs, by the shape of the type or by its rules. */
export type Check = (inputs: Properties) => readonly CheckFailure[];

/**
 * What a check says of a program's inputs, without what it would say of the object as it is: what an import has found
 * can be kept, whatever it is, as long as the program does not change it.
 *
 * @param oldInputs - undefined: there is no object
 */
export function newFailures(
  check: Check,
  inputs: Properties,
  oldInputs: Properties | undefined,
): CheckFailure[] {
  const failures = [...check(inputs)];
  if (failures.length === 0 || oldInputs === undefined) return failures;
  const before = new Set(check(oldInputs).map(textOf));
  return failures.filter(
    (failure) => !before.has(textOf(failure)) || isChanged(failure, inputs, oldInputs),
  );
}

/** Whether a value is another one, which a reason need not show. Of an object or a list, the reason alone counts. */
function isChanged({ property }: CheckFailure, inputs: Properties, oldInputs: Properties): boolean {
  const path = pathIn(property);
  const [now, was] = [inputs, oldInputs].map((one) => valuesAlong(one, path).at(-1));
  return typeof now !== "object" && now !== undefined && now !== was;
}

function textOf({ property, reason }: CheckFailure): string {
  return `${property}: ${reason}`;
}

/** Says at an import, by path, what a new object could not be given. */
export function warnOfUnwritable<Inputs extends object, Outputs extends object>(
  definition: Definition<Inputs, Outputs>,
  { id, inputs }: { readonly id: string; readonly inputs: Properties },
  context: Pick<Context, "log">,
): void {
  const ofShape = validate(definition.inputs, inputs);
  const rules = () => definition.check?.(inputs as Inputs, undefined, () => undefined) ?? [];
  const failures = ofShape.length === 0 ? rules() : ofShape;
  const paths = [...new Set(failures.map(({ property }) => property))];
  if (paths.length === 0) return;
  context.log(
    "warning",
    `the ${definition.displayName} ${id} has what no program can give to a new one: ${listed(paths)}. It stays there as it is, as long as the program gives the same`,
  );
}
