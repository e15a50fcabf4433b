import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import type { Command } from "commander";

import { createProgram, main } from "../../cli/main";
import { UserError } from "../../cli/userError";
import { writePulumi } from "./support";

const before = { ...process.env };
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "exit-codes-"));
  const settings = Object.entries(before).filter(([name]) => !/^(AEP|AWS)_/.test(name));
  process.env = { ...Object.fromEntries(settings), PATH: `${folder}:${before["PATH"] ?? ""}` };
  writeFileSync(path.join(folder, "damaged.json"), "{");
  writeFileSync(path.join(folder, "other.json"), '{"a":1}');
  writeFileSync(path.join(folder, "file"), "");
});
afterAll(() => {
  process.env = before;
  rmSync(folder, { recursive: true });
});

/** The end of the process, in place of one. */
class Ended extends UserError {
  constructor(readonly code: unknown) {
    super("ended");
  }
}

/** Runs a command line; its exit code and what it wrote to standard error. */
async function run(args: readonly string[]): Promise<{ code: unknown; said: string }> {
  let said = "";
  const spies = [
    jest.spyOn(process.stdout, "write").mockReturnValue(true),
    jest.spyOn(process.stderr, "write").mockImplementation((text) => (said += String(text)) !== ""),
    jest.spyOn(process, "exit").mockImplementation((code) => {
      throw new Ended(code);
    }),
  ];
  const { exitCode } = process;
  process.exitCode = 0;
  try {
    // `main` shows the error that ends the process here.
    const argv = ["node", "chatlio-aep", ...args.map((one) => one.replace("FOLDER", folder))];
    await main(argv);
    const exit = spies[2]?.mock.results[0];
    const code = exit?.value instanceof Ended ? exit.value.code : process.exitCode;
    return { code, said: said.replace(/^ended\n/mu, "") };
  } finally {
    process.exitCode = exitCode;
    spies.forEach((spy) => spy.mockRestore());
  }
}

function leaves(command: Command, above = ""): readonly (readonly [string, Command])[] {
  if (command.commands.length === 0) return [[above.trim(), command]];
  return command.commands.flatMap((one) => leaves(one, `${above} ${one.name()}`));
}

/** What a command line must have in addition to the stack. */
const rest: Readonly<Record<string, string>> = {
  "dlq show": "id",
  "dlq redrive": "--all",
  "dlq drop": "--all --discard --yes",
  "dlq restore": "--all",
  explain: "package.json --event feedback-left",
  export: "--email a@b.example",
  forget: "--email a@b.example --yes",
  replay: "--since 1d",
};

const all = leaves(createProgram());
const ofStack = all.filter(([, { options }]) => options.some(({ long }) => long === "--stack"));

/** `doctor` has the stack as one of its checks, and shows which failed. */
function expected(name: string): number {
  return name === "doctor" ? 1 : 2;
}

/** Each option with a value and each argument of a command, on a command line where that value is empty. */
const empty = all.flatMap(([name, { options, registeredArguments }]) => {
  const others = (rest[name] ?? "").split(" ").filter((word) => word !== "");
  const valued = options.filter((option) => option.required || option.optional);
  return [
    ...valued.map(({ long }) => [name, long ?? "", [...others, long ?? "", ""]] as const),
    ...registeredArguments.map((one, index) => {
      const words = registeredArguments.map((_, at) => (at === index ? "" : "x"));
      return [name, `<${one.name()}>`, [...words, ...others.slice(words.length)]] as const;
    }),
  ];
});

describe("a wrong command line ends with exit code 2:", () => {
  it.each(empty)("%s with an empty %s", async (name, _what, words) => {
    const { code, said } = await run([...name.split(" "), ...words]);
    expect(code).toBe(2);
    expect(said).not.toMatch(/^\s+at /m);
  });

  it.each(all.map(([name]) => name))("%s with an unknown option", async (name) => {
    expect((await run([...name.split(" "), "--unknown"])).code).toBe(2);
  });

  it.each(ofStack.map(([name]) => name))("%s with a stack that does not exist", async (name) => {
    writePulumi(folder, "echo \"error: no stack named 'nowhere' found\" >&2; exit 255");
    const words = `${name} ${rest[name] ?? ""} --stack nowhere`.split(/ +/);
    expect((await run(words)).code).toBe(expected(name));
  });

  it.each<readonly [string, ...string[]]>([
    ["probe", "--out", "/none"],
    ["probe", "--out", ""],
    ["probe", "--out", "FOLDER/file"],
    ["probe", "--sandbox", ""],
    ["probe", "--sandbox", "dev"],
    ["emulator", "--assume-from", "/none.json"],
    ["emulator", "--assume-from", "FOLDER/damaged.json"],
    ["emulator", "--assume-from", "FOLDER/other.json"],
    ["dlq", "redrive"],
    ["dlq", "drop"],
    ["dlq", "restore"],
    ["dlq", "restore", "FOLDER/file", "--expired"],
    ["explain", "/none.json", "--event", "feedback-left"],
    ["forget"],
    ["export"],
    ["rotate-token", "--add", "--remove", "12345678"],
    ["adopt", "--flow", "1"],
    ["webhooks", "--cwd", "/none"],
    ["init", "--cwd", "/none", "x/y"],
  ])("%s %s %s %s", async (...args) => {
    writePulumi(folder, "exit 255");
    const { code, said } = await run(args);
    expect(code).toBe(2);
    expect(said).not.toMatch(/^\s+at /m);
  });
});

it("ends with exit code 1 when what goes wrong is none of the user's words", async () => {
  writePulumi(folder, "echo 'error: the backend does not respond' >&2; exit 255");
  expect((await run(["webhooks"])).code).toBe(1);
  expect((await run(["dlq", "list"])).code).toBe(1);
});
