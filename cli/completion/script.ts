import type { Completions } from "./words";

export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

/** The script that makes a shell complete the command. */
export function completionScript(shell: Shell, all: readonly Completions[]): string {
  if (shell === "fish") return fishScript(all);
  // zsh runs bash's completions.
  const first = shell === "zsh" ? "autoload -U +X bashcompinit && bashcompinit\n" : "";
  return `${first}${bashScript(all)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function bashScript(all: readonly Completions[]): string {
  const root = all[0]?.path ?? "";
  const paths = all.map(({ path }) => quoted(path)).join("|");
  const choices = all.flatMap(({ choices: byOption, path }) =>
    Object.entries(byOption).map(
      ([option, values]) =>
        `    ${quoted(`${path} ${option}`)}) words=${quoted(values.join(" "))} ;;`,
    ),
  );
  const words = all.map(
    (each) => `      ${quoted(each.path)}) words=${quoted(each.words.join(" "))} ;;`,
  );
  return `_chatlio_aep() {
  local at=${quoted(root)} words='' word i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="$at \${COMP_WORDS[i]}"
    case "$word" in ${paths}) at=$word ;; esac
  done
  case "$at \${COMP_WORDS[COMP_CWORD - 1]}" in
${choices.join("\n")}
    *) case "$at" in
${words.join("\n")}
      esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _chatlio_aep ${root}
`;
}

function fishScript(all: readonly Completions[]): string {
  const root = all[0]?.path ?? "";
  return all
    .flatMap(({ choices, path, words }) => {
      const [, ...before] = path.split(" ");
      const isRoot = before.length === 0;
      const seen = isRoot
        ? "__fish_use_subcommand"
        : before.map((name) => `__fish_seen_subcommand_from ${name}`).join("; and ");
      const start = `complete -c ${root} -f -n ${quoted(seen)}`;
      const options = words.filter((word) => word.startsWith("--"));
      const commands = words.filter((word) => !word.startsWith("--"));
      return [
        ...(commands.length > 0 ? [`${start} -a ${quoted(commands.join(" "))}`] : []),
        ...options.map((option) => {
          const values = choices[option];
          const more = values === undefined ? "" : ` -x -a ${quoted(values.join(" "))}`;
          return `${start} -l ${option.slice(2)}${more}`;
        }),
      ];
    })
    .map((line) => `${line}\n`)
    .join("");
}
