import { importableTypes, type Choice } from "../../adobe/provider/importing";
import { UsageError } from "../userError";

/** The options that choose. */
export interface ChoiceOptions {
  readonly type?: readonly string[];
  readonly name?: readonly string[];
  readonly all?: true;
  readonly out?: string;
  readonly dryRun?: true;
}

/**
 * What is chosen; undefined: nothing, so that all is listed.
 *
 * @throws UsageError when the options contradict each other, or name a type that the provider does not have
 */
export function choiceOf({ type, name, all, out, dryRun }: ChoiceOptions): Choice | undefined {
  const isChosen = type !== undefined || name !== undefined || all === true;
  if (all === true && (type !== undefined || name !== undefined)) {
    throw new UsageError("Give either --all, or --type and --name.");
  }
  if (!isChosen) {
    if (out === undefined) return undefined;
    throw new UsageError("Say what is to be written to --out: give --all, or --type and --name.");
  }
  if (out === undefined && dryRun !== true) {
    throw new UsageError("Give --out, the folder to write to, or --dry-run.");
  }
  return { types: (type ?? []).map(typeOf), names: name ?? [] };
}

function typeOf(given: string): string {
  const types = importableTypes();
  const short = given.replace(/^adobe-aep:/, "");
  const found = types.find((one) => one === short);
  if (found !== undefined) return found;
  throw new UsageError(`The provider has no type ${given}. Valid types: ${types.join(", ")}.`);
}
