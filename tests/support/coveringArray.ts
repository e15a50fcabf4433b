/** Answers to questions: question → one of its answers. */
export type Choice = Readonly<Record<string, string>>;

const key = (a: string, valueA: string, b: string, valueB: string) =>
  [`${a}=${valueA}`, `${b}=${valueB}`].sort().join("&");

function pairsOf(choice: Choice): string[] {
  const entries = Object.entries(choice);
  return entries.flatMap(([a, valueA], index) =>
    entries.slice(index + 1).map(([b, valueB]) => key(a, valueA, b, valueB)),
  );
}

/**
 * Choices in which every two answers to two questions meet at least once: what tests of many
 * switches need, in a dozen rows in place of billions. The first row is every question's first
 * answer. Greedy, and the same every time.
 */
export function coveringArray(questions: Readonly<Record<string, readonly string[]>>): Choice[] {
  const names = Object.keys(questions);
  const missing = new Set<string>();
  for (const [index, a] of names.entries()) {
    for (const b of names.slice(index + 1)) {
      for (const valueA of questions[a] ?? []) {
        for (const valueB of questions[b] ?? []) missing.add(key(a, valueA, b, valueB));
      }
    }
  }
  const rows: Choice[] = [];
  const add = (row: Choice) => {
    rows.push(row);
    for (const pair of pairsOf(row)) missing.delete(pair);
  };
  add(Object.fromEntries(names.map((name) => [name, questions[name]?.[0] ?? ""])));
  const random = generator();
  while (missing.size > 0) add(nextRow(questions, missing, random));
  return rows;
}

/**
 * The rows with further questions answered in them, each of whose answers comes up in one of the
 * rows at least, the first one in the first row; for questions that have nothing to do with the
 * others. There must be more rows than answers to any of them.
 */
export function withEachAnswer(
  rows: readonly Choice[],
  questions: Readonly<Record<string, readonly string[]>>,
): Choice[] {
  return rows.map((row, index) => {
    const more = Object.entries(questions).map(([name, answers], place) => {
      // Shifted against each other, so that not all change at once.
      const answer = index === 0 ? answers[0] : answers[(index + place) % answers.length];
      return [name, answer ?? ""] as const;
    });
    return { ...row, ...Object.fromEntries(more) };
  });
}

/** What a row answers otherwise than the first one does, for a test's name. */
export function deviations(row: Choice, first: Choice | undefined): string {
  const found = Object.entries(row).filter(([name, value]) => value !== first?.[name]);
  return found.map(([name, value]) => `${name}=${value}`).join(" ") || "defaults";
}

/** Rows that are tried for each place; the one that meets the most new pairs is taken. */
const candidates = 60;

/** A row that starts from a pair not met yet, each further answer chosen to meet the most new ones. */
function candidate(
  questions: Readonly<Record<string, readonly string[]>>,
  missing: ReadonlySet<string>,
  random: () => number,
): Choice {
  const pairs = [...missing];
  const start = pairs[Math.floor(random() * pairs.length)] ?? "";
  const row: Record<string, string> = Object.fromEntries(
    start.split("&").map((part) => part.split("=") as [string, string]),
  );
  const rest = Object.entries(questions)
    .filter(([name]) => !(name in row))
    .map((question) => [random(), question] as const)
    .sort(([a], [b]) => a - b);
  for (const [, [name, answers]] of rest) {
    const gain = (answer: string) =>
      Object.entries(row).filter(([other, value]) => missing.has(key(name, answer, other, value)))
        .length;
    row[name] = answers.reduce((best, answer) => (gain(answer) > gain(best) ? answer : best));
  }
  return row;
}

function nextRow(
  questions: Readonly<Record<string, readonly string[]>>,
  missing: ReadonlySet<string>,
  random: () => number,
): Choice {
  const gain = (row: Choice) => pairsOf(row).filter((pair) => missing.has(pair)).length;
  let best = candidate(questions, missing, random);
  for (let tried = 1; tried < candidates; tried++) {
    const other = candidate(questions, missing, random);
    if (gain(other) > gain(best)) best = other;
  }
  return best;
}

/** Numbers from 0 to 1, the same every time (a linear congruential generator). */
function generator(): () => number {
  let state = 1;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
