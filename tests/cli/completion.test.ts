import { execFileSync } from "node:child_process";

import { completionScript } from "../../cli/completion/script";
import { completionsOf } from "../../cli/completion/words";
import { createProgram } from "../../cli/main";

const all = completionsOf(createProgram());

/** What bash offers for the last of these words. */
function offered(...words: readonly string[]): string[] {
  const script = `${completionScript("bash", all)}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")})
COMP_CWORD=${words.length - 1}
_chatlio_aep
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const printed = execFileSync("bash", ["-c", script], { encoding: "utf8" });
  return printed.split("\n").filter((word) => word !== "");
}

test("bash completes commands, subcommands, options and the values of those with a choice", () => {
  expect(offered("chatlio-aep", "sta")).toEqual(["status"]);
  expect(offered("chatlio-aep", "dlq", "")).toEqual(
    expect.arrayContaining(["list", "show", "redrive", "drop"]),
  );
  expect(offered("chatlio-aep", "dlq", "drop", "--old")).toEqual(["--older-than"]);
  expect(offered("chatlio-aep", "verify", "--event", "feed")).toEqual(["feedback-left"]);
  expect(offered("chatlio-aep", "verify", "--widget", "main", "--ev")).toEqual(["--event"]);
  expect(offered("chatlio-aep", "nope", "sta")).toEqual(["status"]);
});

test("every command of the program can be completed", () => {
  const names = createProgram().commands.map((command) => command.name());
  expect(offered("chatlio-aep", "").filter((word) => !word.startsWith("-"))).toEqual(names);
  for (const name of names) expect(offered("chatlio-aep", name, "--h")).toContain("--help");
});

test("zsh runs bash's completion, and fish gets a line for each option", () => {
  expect(completionScript("zsh", all)).toMatch(/^autoload -U \+X bashcompinit/);
  const fish = completionScript("fish", all);
  expect(fish).toMatch(/-n '__fish_use_subcommand' -a '[^']*dlq/);
  expect(fish).toMatch(/__fish_seen_subcommand_from verify' -l event -x -a '.*feedback-left/);
});
