import { main } from "../../cli/main";
import { environmentOf, type Exit, type Surroundings } from "./support";

/**
 * Runs `chatlio-aep` in this process, with what {@link runCommand} gives to a process of its own: starting one takes a
 * second of CPU. One at a time.
 */
export async function runInProcess(
  surroundings: Surroundings,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Exit> {
  const before = { ...process.env };
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
  Object.assign(process.env, environmentOf(surroundings), env);
  process.exitCode = 0;
  try {
    await main(["node", "chatlio-aep", ...args]);
    return { ...written, status: ended ?? process.exitCode };
  } finally {
    process.exitCode = exitCode;
    process.env = before;
    exit.mockRestore();
    spies.forEach((spy) => spy.mockRestore());
  }
}
