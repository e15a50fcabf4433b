import type { Properties } from "../../../provider-sdk";
import type { Creation } from "./adoption";
import { canonicalJson } from "./autoName";

type Named<Inputs extends object, Outputs extends object> = Pick<
  Creation<Inputs, Outputs>,
  "definition" | "inputs"
>;

/** The names, codes and natural keys under which this run has made objects, or tried to. */
export class TriedNames {
  readonly #all = new Set<string>();

  add<Inputs extends object, Outputs extends object>(creation: Named<Inputs, Outputs>): void {
    this.#all.add(asText(creation));
  }

  has<Inputs extends object, Outputs extends object>(creation: Named<Inputs, Outputs>): boolean {
    return this.#all.has(asText(creation));
  }
}

/** The name of the object that a create makes; undefined: its type has no names, or it is not given. */
export function nameOf<Inputs extends object, Outputs extends object>({
  definition,
  inputs,
}: Named<Inputs, Outputs>): unknown {
  const { nameInput } = definition;
  return nameInput === undefined ? undefined : (inputs as Properties)[nameInput];
}

function asText<Inputs extends object, Outputs extends object>(
  creation: Named<Inputs, Outputs>,
): string {
  const { definition, inputs } = creation;
  const code = (inputs as Properties)[definition.referredToBy?.input ?? ""];
  const key = definition.naturalKey?.(inputs) ?? nameOf(creation) ?? code ?? null;
  // Adobe compares codes without case.
  return canonicalJson([definition.token, key]).toLowerCase();
}
