/**
 * The commands of a script without control structures, each as its words: enough for what documentation shows.
 * What a reader replaces (`<id>`, `…`) becomes the word `placeholder`, and so does the output of `$(…)`, whose
 * own commands come first.
 */
export function commandsOf(script: string): string[][] {
  const commands: string[][] = [[]];
  let rest = withoutPlaceholders(script).replaceAll("\\\n", " ");
  let word: string | undefined;
  const endWord = (): void => {
    if (word !== undefined) commands.at(-1)?.push(word);
    word = undefined;
  };
  while (rest !== "") {
    const token = tokenOf(rest);
    rest = rest.slice(token.length);
    if (/^(\n|;|\|\|?|&&?)$/.test(token)) {
      endWord();
      commands.push([]);
    } else if (/^\s/.test(token) || (token.startsWith("#") && word === undefined)) endWord();
    else {
      const [plain, inner] = substituted(token);
      commands.unshift(...inner);
      word = (word ?? "") + plain;
    }
  }
  endWord();
  return commands.map(withoutAssignments).filter((words) => words.length > 0);
}

export function withoutPlaceholders(script: string): string {
  return script.replaceAll(/<[a-z][^<>\n]*>|…/g, "placeholder");
}

function tokenOf(rest: string): string {
  const token =
    /^(\n|;|\|\|?|&&?|[ \t]+|#[^\n]*|'[^']*'|"(?:\$\(.*?\)"|[^"$]|\$(?!\())*"?|\$\([^)]*\)|\\.|.)/s.exec(
      rest,
    );
  return token?.[0] ?? rest;
}

/** A word without its quotes, and the commands whose output is part of it. */
function substituted(token: string): [string, string[][]] {
  const inner = [...token.matchAll(/\$\((.*)\)/gs)].flatMap(([, script = ""]) =>
    commandsOf(script),
  );
  if (token.startsWith("'")) return [token.slice(1, -1), []];
  const plain = token.replaceAll(/\$\(.*\)/gs, "placeholder").replaceAll(/^"|"$|^\\/g, "");
  return [plain, inner];
}

/** `name=value` in front of a command, or alone. */
function withoutAssignments(words: readonly string[]): string[] {
  const start = words.findIndex((word) => !/^\w+=/.test(word));
  return start === -1 ? [] : words.slice(start);
}
