import { seededRandom } from "./random";

/** One value for each setting: name → value. */
export type Choice = Readonly<Record<string, string>>;

/** A setting's values as numbers, each number used once among all settings. */
interface Setting {
  readonly name: string;
  readonly values: readonly string[];
  readonly numbers: readonly number[];
}

/** The pairs of values that occur in no row yet: a search reads them millions of times, so a bit each. */
class MissingPairs {
  readonly #bits: Uint8Array;
  #pairs: [number, number][] = [];

  constructor(
    settings: readonly Setting[],
    private readonly size: number,
  ) {
    this.#bits = new Uint8Array(size * size);
    for (const [index, a] of settings.entries()) {
      for (const b of settings.slice(index + 1)) {
        for (const first of a.numbers) {
          for (const second of b.numbers) this.#pairs.push([first, second]);
        }
      }
    }
    for (const [a, b] of this.#pairs) this.#set(a, b, 1);
  }

  get pairs(): readonly (readonly [number, number])[] {
    return this.#pairs;
  }

  has(a: number, b: number): boolean {
    return this.#bits[a * this.size + b] === 1;
  }

  /** How many missing pairs a row, or a part of one, has with a value. */
  countWith(value: number, row: readonly number[]): number {
    let count = 0;
    for (const other of row) count += this.#bits[value * this.size + other] ?? 0;
    return count;
  }

  remove(row: readonly number[]): void {
    for (const a of row) for (const b of row) this.#set(a, b, 0);
    this.#pairs = this.#pairs.filter(([a, b]) => this.has(a, b));
  }

  #set(a: number, b: number, bit: 0 | 1): void {
    this.#bits[a * this.size + b] = bit;
    this.#bits[b * this.size + a] = bit;
  }
}

/**
 * Rows in which every two values of two settings occur together at least once: a test of many
 * settings needs a dozen rows in place of billions. The first row is each setting's first value.
 * The search is greedy and gives the same rows every time.
 */
export function coveringArray(settings: Readonly<Record<string, readonly string[]>>): Choice[] {
  const numbered: Setting[] = [];
  let size = 0;
  for (const [name, values] of Object.entries(settings)) {
    numbered.push({ name, values, numbers: values.map((_, index) => size + index) });
    size += values.length;
  }
  const missing = new MissingPairs(numbered, size);
  const rows = [numbered.map(({ numbers: [first = 0] }) => first)];
  missing.remove(rows[0] ?? []);
  const random = seededRandom(1).next;
  while (missing.pairs.length > 0) {
    const row = nextRow(numbered, missing, random);
    missing.remove(row);
    rows.push(row);
  }
  return rows.map((row) =>
    Object.fromEntries(
      numbered.map(({ name, values, numbers }, index) => [
        name,
        values[numbers.indexOf(row[index] ?? 0)] ?? "",
      ]),
    ),
  );
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
  settings: readonly Setting[],
  missing: MissingPairs,
  random: () => number,
): number[] {
  const start = missing.pairs[Math.floor(random() * missing.pairs.length)] ?? [];
  const row = [...start];
  const given = (setting: Setting) => setting.numbers.find((number) => row.includes(number));
  const rest = settings
    .filter((setting) => given(setting) === undefined)
    .map((setting) => [random(), setting] as const)
    .sort(([a], [b]) => a - b);
  for (const [, { numbers }] of rest) {
    const gains = numbers.map((number) => missing.countWith(number, row));
    row.push(numbers[gains.indexOf(Math.max(...gains))] ?? 0);
  }
  return settings.map((setting) => given(setting) ?? 0);
}

function nextRow(
  settings: readonly Setting[],
  missing: MissingPairs,
  random: () => number,
): number[] {
  let best: number[] = [];
  let most = -1;
  for (let tried = 0; tried < candidates; tried++) {
    const row = candidate(settings, missing, random);
    const gain = row.reduce((sum, value) => sum + missing.countWith(value, row), 0);
    if (gain > most) [best, most] = [row, gain];
  }
  return best;
}
