import { createHash } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import { run } from "../process/run";
import { cached, exists } from "./cache";
import { findOnPath, repository, type ToolchainContext } from "./context";
import { isDiskFull, lastLines, ToolchainError } from "./errors";

/** MiniStack and all it needs, each with its version and hashes. */
const requirements = path.join(repository, "local/toolchain/requirements.txt");
/** What MiniStack asks for (its package metadata). */
const OLDEST_PYTHON = [3, 10] as const;

/**
 * MiniStack, the AWS emulator, in a Python virtual environment of its own.
 *
 * @returns the executable.
 * @throws ToolchainError naming what to install when Python or its venv module is missing.
 */
export async function ensureMinistack(context: ToolchainContext): Promise<string> {
  const text = await fs.readFile(requirements, "utf8");
  const version = /^ministack==(\S+)/m.exec(text)?.[1] ?? "";
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 8);
  const name = `ministack-${version}-${hash}`;
  // A virtual environment hangs on the Python it was made with; that one may have been removed since.
  const made = path.join(context.cache, name);
  if ((await exists(made)) && !(await exists(path.join(made, "bin/python")))) {
    await fs.rm(made, { recursive: true, force: true });
  }
  const directory = await cached(context, name, (unfinished) =>
    install(context, unfinished, version),
  );
  return path.join(directory, "bin/ministack");
}

async function install(context: ToolchainContext, directory: string, version: string) {
  const python = await findPython(context);
  const task = context.progress.start(
    `Installing MiniStack ${version}, the AWS emulator (about 20 s)`,
  );
  try {
    await createEnvironment(python, directory, context.env);
    const pip = path.join(directory, "bin/python");
    const args = ["-m", "pip", "install", "--no-input", "--disable-pip-version-check"];
    const result = await run(pip, [...args, "--require-hashes", "-r", requirements], {
      env: context.env,
    });
    if (result.code !== 0) throw installFailed(result.stderr);
    // pip's own script names the directory it was made in, which this one leaves when it is complete.
    await fs.writeFile(
      path.join(directory, "bin/ministack"),
      '#!/bin/sh\nexec "$(dirname "$0")/python" -m ministack "$@"\n',
      { mode: 0o755 },
    );
  } catch (error) {
    task.failed();
    throw error;
  }
  task.done("done");
}

async function createEnvironment(python: string, directory: string, env: NodeJS.ProcessEnv) {
  const result = await run(python, ["-m", "venv", directory], { env });
  if (result.code === 0) return;
  const output = `${result.stdout}\n${result.stderr}`;
  if (isDiskFull(output)) throw new Error("ENOSPC");
  if (/ensurepip|No module named '?venv/.test(output)) {
    throw new ToolchainError(
      `Python's venv module is missing from ${python}. Install it (Debian, Ubuntu: the package python3-venv) and run the same command again.`,
    );
  }
  throw new ToolchainError(
    `${python} cannot make a virtual environment for MiniStack:\n${lastLines(output)}`,
  );
}

function installFailed(stderr: string): Error {
  if (isDiskFull(stderr)) return new Error("ENOSPC");
  return new ToolchainError(
    `MiniStack, the AWS emulator, could not be installed:\n${lastLines(stderr)}\n  Is the Python package index reachable? Run the same command again when it is.`,
  );
}

/** The newest Python on PATH that will do. */
async function findPython(context: ToolchainContext): Promise<string> {
  const seen: string[] = [];
  for (const name of ["python3", "python"]) {
    const command = findOnPath(name, context.env);
    if (command === undefined) continue;
    const answer = await run(
      command,
      ["-c", "import sys; print('%d.%d' % (sys.version_info[0], sys.version_info[1]))"],
      { env: context.env },
    );
    const version = answer.stdout.trim();
    const [major = 0, minor = 0] = version.split(".").map(Number);
    const newEnough =
      major > OLDEST_PYTHON[0] || (major === OLDEST_PYTHON[0] && minor >= OLDEST_PYTHON[1]);
    if (answer.code === 0 && newEnough) return command;
    seen.push(`${command} is ${answer.code === 0 ? `version ${version}` : "not working"}`);
  }
  const found = seen.length === 0 ? "there is none on PATH" : seen.join("; ");
  throw new ToolchainError(
    `MiniStack, the AWS emulator, needs Python ${OLDEST_PYTHON.join(".")} or later: ${found}. Install Python with its venv module (Debian, Ubuntu: python3 and python3-venv) and run the same command again.`,
  );
}
