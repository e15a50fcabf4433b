import type { Properties } from "../../../provider-sdk";
import type { Creation } from "./adoption";
import { hasUnknown } from "./unknown";

/**
 * A create of a preview, for which objects are read too. An object is read in the form of the program's inputs; those
 * that are not known yet have none, so there Adobe's own form takes their place.
 */
export function withoutUnknownForm<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
): Creation<Inputs, Outputs> {
  const { definition } = creation;
  if (!hasUnknown(creation.inputs)) return creation;
  const read: typeof definition.read = async (id, form, operation, state) => {
    if (form === undefined || !hasUnknown(form)) {
      return definition.read(id, form, operation, state);
    }
    // A read without a form is that of an import, which has lines of its own to say.
    const context = { ...operation.context, log: () => undefined };
    const found = await definition.read(id, undefined, { ...operation, context }, state);
    return found && definition.read(id, known(form, found.inputs), operation, state);
  };
  return { ...creation, definition: { ...definition, read } };
}

function known<Inputs extends object>(form: Inputs, found: Inputs): Inputs {
  const theirs = found as Properties;
  const all = Object.entries(form).map(([input, value]): [string, unknown] => [
    input,
    hasUnknown(value) ? theirs[input] : value,
  ]);
  return Object.fromEntries(all.filter(([, value]) => value !== undefined)) as Inputs;
}
