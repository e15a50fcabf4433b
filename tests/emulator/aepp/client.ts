import path from "node:path";

import { run, type RunResult } from "../../../local/process/run";
import { ensureTestTool, type PythonTool } from "../../../local/toolchain";

/** Adobe's own client for the platform, as the Python package index has it. */
export const aepp: PythonTool = {
  name: "aepp",
  title: "aepp",
  kind: "Adobe's Python client",
  requirements: path.join(__dirname, "requirements.txt"),
  // As pandas requires (its package metadata).
  oldestPython: [3, 11],
  takes: "about 25 s, for the tests only",
  pipOptions: ["--no-deps"],
};

/** Installing takes half a minute, on a busy machine several. */
export const installTimeout = 600_000;

/** Makes the client's virtual environment when it is not there yet; gives its Python. */
export async function ensureAepp(): Promise<string> {
  return path.join(await ensureTestTool(aepp), "bin/python");
}

/** Runs a script with Adobe's client. Its response's `code` is 0 when the script went through. */
export function runPython(python: string, args: readonly string[]): Promise<RunResult> {
  return run(python, args, {
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], PYTHONDONTWRITEBYTECODE: "1" },
  });
}
