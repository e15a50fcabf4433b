import fs from "node:fs/promises";
import path from "node:path";
import { repository, type ToolchainContext } from "./context";
import { ensurePythonTool, type PythonTool } from "./python";

const ministack: PythonTool = {
  name: "ministack",
  title: "MiniStack",
  kind: "the AWS emulator",
  requirements: path.join(repository, "local/toolchain/requirements.txt"),
  // What MiniStack asks for (its package metadata).
  oldestPython: [3, 10],
  takes: "about 20 s",
  // pip's own script names the directory it was made in, which this one leaves when it is complete.
  finish: (directory) =>
    fs.writeFile(
      path.join(directory, "bin/ministack"),
      '#!/bin/sh\nexec "$(dirname "$0")/python" -m ministack "$@"\n',
      { mode: 0o755 },
    ),
};

/**
 * MiniStack, the AWS emulator, in a Python virtual environment of its own.
 *
 * @returns the executable.
 * @throws ToolchainError naming what to install when Python or its venv module is missing.
 */
export async function ensureMinistack(context: ToolchainContext): Promise<string> {
  return path.join(await ensurePythonTool(context, ministack), "bin/ministack");
}
