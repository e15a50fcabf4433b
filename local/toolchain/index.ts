import { createHash } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";

import { guardScript } from "../process/run";
import { createProgress, type Progress } from "../progress";
import { cacheDirectory } from "./cache";
import { BUNDLES_VARIABLE, repository, type ToolchainContext } from "./context";
import { ensureEngine, withLanguageHost } from "./engine";
import { ensureMinistack } from "./ministack";
import { ensurePythonTool, type PythonTool } from "./python";
import { releaseSums } from "./releaseSums";

export { ToolchainError } from "./errors";
export type { PythonTool } from "./python";

/** The tools a local stack needs, ready to be started. */
export interface Toolchain {
  /** Directory that contains `pulumi` and `pulumi-language-nodejs`; it must be first on PATH. */
  readonly pulumi: string;
  /**
   * Root for `PulumiCommand.get({ root })`: its `bin/pulumi` starts the same engine, and ends it with the
   * process that started it.
   */
  readonly guarded: string;
  readonly pulumiVersion: string;
  /** Where the engine comes from; "download" and "build" only in the run that installed it. */
  readonly source: "PATH" | "cache" | "download" | "build";
  /** The executable of MiniStack, the AWS emulator; undefined without it. */
  readonly ministack: string | undefined;
}

export interface ToolchainOptions {
  /** Whether the stack needs MiniStack. Default true. */
  readonly ministack?: boolean;
  /** Default: the environment of this process. */
  readonly env?: NodeJS.ProcessEnv;
  /** Default: lines on standard error, and none when everything is installed. */
  readonly progress?: Progress;
  /** Directory for files of this checkout. Default: in node_modules. */
  readonly workDirectory?: string;
}

/**
 * Finds or installs what a local stack needs. The first time takes minutes and shows progress; later it
 * takes a fraction of a second and prints nothing. It may be interrupted, or run twice at the same time:
 * the next run continues.
 *
 * @throws ToolchainError naming what to install or change.
 */
export async function ensureToolchain(options: ToolchainOptions = {}): Promise<Toolchain> {
  const {
    ministack = true,
    workDirectory = path.join(repository, "node_modules/.cache/chatlio-aep"),
  } = options;
  const context = createContext(options);
  const engine = await ensureEngine(context);
  await fs.mkdir(workDirectory, { recursive: true });
  const stub = path.join(
    context.env[BUNDLES_VARIABLE] ?? path.join(repository, "local/languageHost"),
    "pulumi-language-nodejs",
  );
  const pulumi = await withLanguageHost(engine, workDirectory, context, stub);
  return {
    pulumi,
    guarded: await writeGuarded(workDirectory, path.join(pulumi, "pulumi")),
    pulumiVersion: engine.version,
    source: engine.source,
    ministack: ministack ? await ensureMinistack(context) : undefined,
  };
}

/** Finds or installs only MiniStack, for tests that need no engine. */
export async function ensureMinistackOnly(options: ToolchainOptions = {}): Promise<string> {
  return ensureMinistack(createContext(options));
}

/** Finds or installs a Python tool that only tests need. Returns its virtual environment. */
export async function ensureTestTool(
  tool: PythonTool,
  options: ToolchainOptions = {},
): Promise<string> {
  return ensurePythonTool(createContext(options), tool);
}

function createContext(options: ToolchainOptions): ToolchainContext {
  const env = options.env ?? process.env;
  return {
    env,
    cache: cacheDirectory(env),
    progress: options.progress ?? createProgress(),
    // A company may have a mirror of Pulumi's releases.
    releases: env["PULUMI_RELEASES_URL"] ?? "https://get.pulumi.com/releases/sdk",
    releaseSums,
    freeBytes: async (directory) => {
      const { bavail, bsize } = await fs.statfs(directory);
      return bavail * bsize;
    },
  };
}

/**
 * The engine behind the guard, in the layout `PulumiCommand.get` looks for. Commands that only read or write the state or
 * the configuration end by themselves, and soon: for them the guard would be a third of their time.
 */
async function writeGuarded(workDirectory: string, engine: string): Promise<string> {
  const key = createHash("sha256").update(engine).digest("hex").slice(0, 12);
  const root = path.join(workDirectory, `guarded-${key}`);
  const file = path.join(root, "bin/pulumi");
  const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  const script = `#!/bin/sh
case "$1" in config | stack | version) exec ${quote(engine)} "$@" </dev/null ;; esac
exec ${quote(process.execPath)} ${quote(guardScript)} ${quote(engine)} "$@"
`;
  if ((await fs.readFile(file, "utf8").catch(() => undefined)) === script) return root;
  await fs.mkdir(path.dirname(file), { recursive: true });
  const unfinished = `${file}.${String(process.pid)}`;
  await fs.writeFile(unfinished, script, { mode: 0o755 });
  await fs.rename(unfinished, file);
  return root;
}
