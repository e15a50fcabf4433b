import { seededRandom } from "./random";

/** One value for each setting: name → value. */
export type Choice = Readonly<Record<string, string>>;

function key(a: string, valueA: string, b: string, valueB: string) {
  return [`${a}=${valueA}`, `${b}=${valueB}`].sort().join("&");
}

function pairsOf(choice: Choice): string[] {
  const entries = Object.entries(choice);
  return entries.flatMap(([a, valueA], index) =>
    entries.slice(index + 1).map(([b, valueB]) => key(a, valueA, b, valueB)),
  );
}

/**
 * Rows in which every two values of two settings occur together at least once: a test of many
 * settings needs a dozen rows in place of billions. The first row is each setting's first value.
 * The search is greedy and gives the same rows every time.
 */
export function coveringArray(settings: Readonly<Record<string, readonly string[]>>): Choice[] {
  const names = Object.keys(settings);
  const missing = new Set<string>();
  for (const [index, a] of names.entries()) {
    for (const b of names.slice(index + 1)) {
      for (const valueA of settings[a] ?? []) {
        for (const valueB of settings[b] ?? []) missing.add(key(a, valueA, b, valueB));
      }
    }
  }
  const rows: Choice[] = [];
  const add = (row: Choice) => {
    rows.push(row);
    for (const pair of pairsOf(row)) missing.delete(pair);
  };
  add(Object.fromEntries(names.map((name) => [name, settings[name]?.[0] ?? ""])));
  const random = seededRandom(1).next;
  while (missing.size > 0) add(nextRow(settings, missing, random));
  return rows;
}

/**
 * The rows with further settings added, for settings that do not interact with the others: each of
 * their values occurs in at least one row, the first value in the first row. There must be more
 * rows than values of any added setting.
 */
export function withEachValue(
  rows: readonly Choice[],
  settings: Readonly<Record<string, readonly string[]>>,
): Choice[] {
  return rows.map((row, index) => {
    const more = Object.entries(settings).map(([name, values], offset) => {
      // Each setting has its own offset, so that they do not all change in the same row.
      const value = index === 0 ? values[0] : values[(index + offset) % values.length];
      return [name, value ?? ""] as const;
    });
    return { ...row, ...Object.fromEntries(more) };
  });
}

/** The settings in which a row differs from the first one, for a test's name. */
export function deviations(row: Choice, first: Choice | undefined): string {
  const found = Object.entries(row).filter(([name, value]) => value !== first?.[name]);
  return found.map(([name, value]) => `${name}=${value}`).join(" ") || "defaults";
}

/** How many rows are tried before the one that covers the most new pairs is taken. */
const candidates = 60;

/** A row around one missing pair; every other value is chosen to cover the most missing pairs. */
function candidate(
  settings: Readonly<Record<string, readonly string[]>>,
  missing: ReadonlySet<string>,
  random: () => number,
): Choice {
  const pairs = [...missing];
  const start = pairs[Math.floor(random() * pairs.length)] ?? "";
  const row: Record<string, string> = Object.fromEntries(
    start.split("&").map((part) => part.split("=") as [string, string]),
  );
  const rest = Object.entries(settings)
    .filter(([name]) => !(name in row))
    .map((setting) => [random(), setting] as const)
    .sort(([a], [b]) => a - b);
  for (const [, [name, values]] of rest) {
    const gain = (candidateValue: string) =>
      Object.entries(row).filter(([other, value]) =>
        missing.has(key(name, candidateValue, other, value)),
      ).length;
    row[name] = values.reduce((best, value) => (gain(value) > gain(best) ? value : best));
  }
  return row;
}

function nextRow(
  settings: Readonly<Record<string, readonly string[]>>,
  missing: ReadonlySet<string>,
  random: () => number,
): Choice {
  const gain = (row: Choice) => pairsOf(row).filter((pair) => missing.has(pair)).length;
  let best = candidate(settings, missing, random);
  for (let tried = 1; tried < candidates; tried++) {
    const other = candidate(settings, missing, random);
    if (gain(other) > gain(best)) best = other;
  }
  return best;
}
