import { createHash } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";

import { run } from "../process/run";
import { cached, exists } from "./cache";
import { findOnPath, type ToolchainContext } from "./context";
import { isDiskFull, lastLines, ToolchainError } from "./errors";

/** A tool written in Python, with all its packages pinned by version and hash. */
export interface PythonTool {
  /** Its package, whose pinned version names the directory in the cache. */
  readonly name: string;
  /** Name for the user, such as `MiniStack`. */
  readonly title: string;
  /** What it is, such as `the AWS emulator`. */
  readonly kind: string;
  /** The pinned packages, in the format of pip's `--require-hashes`. */
  readonly requirements: string;
  /** Oldest Python its packages run on. */
  readonly oldestPython: readonly [major: number, minor: number];
  /** How long installing takes, for the message. */
  readonly takes: string;
  /** More options of `pip install`. Default none. */
  readonly pipOptions?: readonly string[];
  /** Adds files to the environment before it is moved into the cache. */
  readonly finish?: (directory: string) => Promise<void>;
}

/**
 * A virtual environment with the tool, created once in the cache.
 *
 * @returns its directory.
 * @throws ToolchainError naming what to install when Python, its venv module or the package index is missing.
 */
export async function ensurePythonTool(
  context: ToolchainContext,
  tool: PythonTool,
): Promise<string> {
  const text = await fs.readFile(tool.requirements, "utf8");
  const version = new RegExp(`^${tool.name}==(\\S+)`, "m").exec(text)?.[1] ?? "";
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 8);
  const name = `${tool.name}-${version}-${hash}`;
  // A virtual environment needs the Python it was created with, which may have been removed since.
  const existing = path.join(context.cache, name);
  if ((await exists(existing)) && !(await exists(path.join(existing, "bin/python")))) {
    await fs.rm(existing, { recursive: true, force: true });
  }
  return cached(context, name, (unfinished) => install(context, tool, unfinished, version));
}

async function install(
  context: ToolchainContext,
  tool: PythonTool,
  directory: string,
  version: string,
) {
  const python = await findPython(context, tool);
  const task = context.progress.start(
    `Installing ${tool.title} ${version}, ${tool.kind} (${tool.takes})`,
  );
  try {
    await createEnvironment(python, directory, context.env, tool);
    const pip = path.join(directory, "bin/python");
    const args = ["-m", "pip", "install", "--no-input", "--disable-pip-version-check"];
    // A source archive would be built with packages that no hash pins.
    const pinned = ["--only-binary", ":all:", "--require-hashes", "-r", tool.requirements];
    const result = await run(pip, [...args, ...(tool.pipOptions ?? []), ...pinned], {
      env: context.env,
    });
    if (result.code !== 0) throw installFailed(result.stderr, tool);
    await tool.finish?.(directory);
  } catch (error) {
    task.failed();
    throw error;
  }
  task.done("done");
}

async function createEnvironment(
  python: string,
  directory: string,
  env: NodeJS.ProcessEnv,
  tool: PythonTool,
) {
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
    `${python} cannot create a virtual environment for ${called(tool)}:\n${lastLines(output)}`,
  );
}

function called({ title, kind }: PythonTool): string {
  return `${title}, ${kind}`;
}

function installFailed(stderr: string, tool: PythonTool): Error {
  if (isDiskFull(stderr)) return new Error("ENOSPC");
  return new ToolchainError(
    `${called(tool)}, could not be installed:\n${lastLines(stderr)}\n  Is the Python package index reachable? Run the same command again.`,
  );
}

/** The first Python on PATH that is recent enough. */
async function findPython(context: ToolchainContext, tool: PythonTool): Promise<string> {
  const { oldestPython } = tool;
  const seen: string[] = [];
  for (const name of ["python3", "python"]) {
    const command = findOnPath(name, context.env);
    if (command === undefined) continue;
    const result = await run(
      command,
      ["-c", "import sys; print('%d.%d' % (sys.version_info[0], sys.version_info[1]))"],
      { env: context.env },
    );
    const version = result.stdout.trim();
    const [major = 0, minor = 0] = version.split(".").map(Number);
    const newEnough =
      major > oldestPython[0] || (major === oldestPython[0] && minor >= oldestPython[1]);
    if (result.code === 0 && newEnough) return command;
    seen.push(`${command} is ${result.code === 0 ? `version ${version}` : "not working"}`);
  }
  const found = seen.length === 0 ? "Python is not on PATH" : seen.join("; ");
  throw new ToolchainError(
    `${called(tool)}, needs Python ${oldestPython.join(".")} or later: ${found}. Install Python with its venv module (Debian, Ubuntu: python3 and python3-venv) and run the same command again.`,
  );
}
