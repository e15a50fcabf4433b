/** What the matcher reads of a path. Every string has it. */
export type Characters = Pick<string, "length" | "charCodeAt">;

/**
 * Compiles a pattern of a path in which `*` stands for any text, also none, and everything else for itself.
 *
 * Patterns come from outside, so the time must be linear in the path whatever the pattern is: the function
 * reads at most two characters for each one of the path, and two for each one of the pattern. A regular
 * expression can take exponentially longer.
 */
export function pathPattern(pattern: string): (path: Characters) => boolean {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return (path) => path.length === first.length && hasAt(path, 0, first);
  const middle = rest.filter((part) => part !== "").map(finder);
  return (path) => {
    const end = path.length - last.length;
    if (end < first.length || !hasAt(path, 0, first) || !hasAt(path, end, last)) return false;
    let from: number | undefined = first.length;
    for (const find of middle) {
      from = find(path, from, end);
      if (from === undefined) return false;
    }
    return true;
  };
}

function hasAt(path: Characters, from: number, part: string): boolean {
  for (let index = 0; index < part.length; index += 1) {
    if (path.charCodeAt(from + index) !== part.charCodeAt(index)) return false;
  }
  return true;
}

/** The end of the first place of a part between two positions of a path; undefined when there is none. */
type Finder = (path: Characters, from: number, to: number) => number | undefined;

/** Finds a part by the algorithm of Knuth, Morris and Pratt, which never goes back in the path. */
function finder(part: string): Finder {
  const borders = bordersOf(part);
  return (path, from, to) => {
    let matched = 0;
    for (let index = from; index < to; index += 1) {
      const character = path.charCodeAt(index);
      while (matched > 0 && part.charCodeAt(matched) !== character) {
        matched = borders[matched - 1] ?? 0;
      }
      if (part.charCodeAt(matched) === character) matched += 1;
      if (matched === part.length) return index + 1;
    }
    return undefined;
  };
}

/** For each beginning of the part: the length of the longest shorter beginning that is also its end. */
function bordersOf(part: string): readonly number[] {
  const borders = [0];
  let length = 0;
  for (let index = 1; index < part.length; index += 1) {
    while (length > 0 && part[length] !== part[index]) length = borders[length - 1] ?? 0;
    if (part[length] === part[index]) length += 1;
    borders.push(length);
  }
  return borders;
}
