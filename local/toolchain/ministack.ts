import fs from "node:fs/promises";
import path from "node:path";

import { repository, type ToolchainContext } from "./context";
import { ensurePythonTool, type PythonTool } from "./python";

const ministack: PythonTool = {
  name: "ministack",
  title: "MiniStack",
  kind: "the AWS emulator",
  requirements: path.join(repository, "local/toolchain/requirements.txt"),
  // As MiniStack requires (its package metadata).
  oldestPython: [3, 10],
  takes: "about 20 s",
  // pip's own script contains the directory it was created in, and the directory is renamed at the end.
  finish: (directory) =>
    fs.writeFile(
      path.join(directory, "bin/ministack"),
      '#!/bin/sh\nexec "$(dirname "$0")/python" -m ministack "$@"\n',
      { mode: 0o755 },
    ),
};

/**
 * Finds or installs MiniStack, the AWS emulator, in its own Python virtual environment.
 *
 * @returns the executable.
 * @throws ToolchainError naming what to install when Python or its venv module is missing.
 */
export async function ensureMinistack(context: ToolchainContext): Promise<string> {
  return path.join(await ensurePythonTool(context, ministack), "bin/ministack");
}
