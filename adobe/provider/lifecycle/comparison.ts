import type { Properties } from "../../../provider-sdk";
import type { Definition } from "./definition";
import { difference } from "./difference";
import type { DifferenceOptions } from "./difference";
import { withoutGuesses } from "./guesses";
import { pathText } from "./paths";
import type { Path } from "./paths";
import { partAt, reasonsOf } from "./replaces";
import type { Reasons } from "./replaces";

/** An empty description means the same as none. */
const NO_DESCRIPTION = { description: "" };

/** How the inputs of a type are compared, and which of their changes replace the object. */
export class Comparison<Inputs extends object, Outputs extends object> {
  readonly #options: Omit<DifferenceOptions, "replaces">;

  /** @param now - milliseconds since 1970: some changes only replace from a time on. */
  constructor(
    private readonly definition: Definition<Inputs, Outputs>,
    private readonly now: () => number,
  ) {
    this.#options = {
      ignored: definition.ignored ?? [],
      caseInsensitive: definition.caseInsensitive ?? [],
      ignoreOnImport: definition.ignoreOnImport ?? [],
      open: definition.open ?? [],
      absent: { ...NO_DESCRIPTION, ...definition.absent },
      unorderedLists: definition.unorderedLists ?? {},
    };
  }

  /** The kind of change by path. */
  differences(oldInputs: Properties, newInputs: Properties) {
    const known = withoutGuesses(this.definition, oldInputs, newInputs);
    const reasons = this.reasons(oldInputs, newInputs);
    const replaces = (path: Path) => partAt(reasons, pathText(path)) !== undefined;
    return difference(known, newInputs, { ...this.#options, replaces });
  }

  /** Why a change of some inputs makes a new object. */
  reasons(oldInputs: Properties, newInputs: Properties): Reasons {
    return reasonsOf(this.definition, oldInputs, newInputs, this.now());
  }

  /** Whether there is to be a new object. */
  isReplaced(oldInputs: Properties | undefined, newInputs: Properties): boolean {
    if (oldInputs === undefined) return false;
    const kinds = Object.values(this.differences(oldInputs, newInputs));
    return kinds.some((kind) => kind.endsWith("-replace"));
  }
}
