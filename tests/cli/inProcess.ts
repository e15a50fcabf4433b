import { main } from "../../cli/main";
import { environmentOf, type Exit, type Surroundings } from "./support";

/** Where a command runs, and with which variables. */
export interface Place {
  readonly cwd?: string;
  /** All of them: those of this process are not there. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Runs `chatlio-aep` in this process, with what {@link runCommand} gives to a process of its own: starting one takes a
 * second of CPU. One at a time.
 */
export function runInProcess(
  surroundings: Surroundings,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Exit> {
  return runIn({ env: { ...process.env, ...environmentOf(surroundings), ...env } }, args);
}

/** {@link runInProcess} in a directory, with these variables and no others, and without a terminal. */
export async function runIn({ cwd, env }: Place, args: readonly string[]): Promise<Exit> {
  const { stderr, stdout } = process;
  const terminals = [stdout, stderr].map((stream) => ({ stream, isTTY: stream.isTTY }));
  const before = { env: process.env, cwd: process.cwd() };
  const { exitCode } = process;
  const written = { stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((stream) =>
    jest.spyOn(process[stream], "write").mockImplementation((chunk) => {
      written[stream] += String(chunk);
      return true;
    }),
  );
  // Commander ends the process when the command line is wrong: here what runs stops, with that exit code.
  let ended: number | undefined;
  const exit = jest.spyOn(process, "exit").mockImplementation((code) => {
    ended = Number(code);
    throw Object.assign(new Error("The process ends."), { name: "Exit" });
  });
  process.env = { ...env };
  for (const { stream } of terminals) stream.isTTY = false;
  process.exitCode = 0;
  try {
    if (cwd !== undefined) process.chdir(cwd);
    await main(["node", "chatlio-aep", ...args]);
    return { ...written, status: ended ?? process.exitCode };
  } finally {
    process.chdir(before.cwd);
    process.exitCode = exitCode;
    for (const { stream, isTTY } of terminals) stream.isTTY = isTTY;
    process.env = before.env;
    exit.mockRestore();
    spies.forEach((spy) => spy.mockRestore());
  }
}
