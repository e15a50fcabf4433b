import { shortType } from "./sandboxObject";
import type { SandboxObject } from "./sandboxObject";

/** Which objects of a sandbox are wanted. */
export interface Choice {
  /** `xdm:Schema`; none: of every type. */
  readonly types: readonly string[];
  /** Names, in which `*` stands for any characters and `?` for one; letter case does not matter. None: every name. */
  readonly names: readonly string[];
}

/** The objects of one of the types that have one of the names. */
export function chosen(
  objects: readonly SandboxObject[],
  { types, names }: Choice,
): SandboxObject[] {
  const patterns = names.map(patternOf);
  return objects.filter(
    ({ token, name }) =>
      (types.length === 0 || types.includes(shortType(token))) &&
      (patterns.length === 0 || patterns.some((fits) => fits(name))),
  );
}

/** Whether a name fits. Not by a regular expression: one with many `*` can take for ever. */
export function patternOf(pattern: string): (name: string) => boolean {
  const wanted = Array.from(pattern.toLowerCase());
  return (name) => {
    const given = Array.from(name.toLowerCase());
    let [at, position] = [0, 0];
    let [star, after] = [-1, 0];
    while (position < given.length) {
      if (at < wanted.length && wanted[at] === "*") {
        [star, after] = [at++, position];
      } else if (at < wanted.length && (wanted[at] === "?" || wanted[at] === given[position])) {
        at++;
        position++;
      } else if (star >= 0) {
        // The star stands for one character more.
        at = star + 1;
        position = ++after;
      } else return false;
    }
    while (wanted[at] === "*") at++;
    return at === wanted.length;
  };
}
