/** One choice of an answer for every question. */
export type Choice = Readonly<Record<string, string>>;

/**
 * Choices in which every pair of answers to two different questions occurs at least once: far fewer than
 * all combinations, and enough to find what two answers break together.
 */
export const pairwise = (questions: Readonly<Record<string, readonly string[]>>): Choice[] => {
  const names = Object.keys(questions);
  const open = new Set<string>();
  const key = (a: string, x: string, b: string, y: string): string => `${a}=${x}&${b}=${y}`;
  names.forEach((a, index) => {
    for (const b of names.slice(index + 1)) {
      for (const x of questions[a] ?? [])
        for (const y of questions[b] ?? []) open.add(key(a, x, b, y));
    }
  });
  const gained = (choice: Choice, name: string, value: string): string[] =>
    Object.entries(choice)
      .map(([other, chosen]) =>
        names.indexOf(other) < names.indexOf(name)
          ? key(other, chosen, name, value)
          : key(name, value, other, chosen),
      )
      .filter((pair) => open.has(pair));
  const choices: Choice[] = [];
  while (open.size > 0) {
    // Begins with a pair that is still open, then takes for each further question what covers most.
    const [first = ""] = open;
    let choice: Choice = Object.fromEntries(
      first.split("&").map((part) => part.split("=") as [string, string]),
    );
    for (const name of names.filter((one) => !(one in choice))) {
      const [best = ""] = [...(questions[name] ?? [])].sort(
        (x, y) => gained(choice, name, y).length - gained(choice, name, x).length,
      );
      choice = { ...choice, [name]: best };
    }
    const entries = Object.entries(choice);
    for (const [a, x] of entries) for (const [b, y] of entries) open.delete(key(a, x, b, y));
    choices.push(choice);
  }
  return choices;
};
