import { createHash } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";

import { version as PULUMI_VERSION } from "@pulumi/pulumi/package.json";
import semver from "semver";

import { run } from "../process/run";
import { cached, exists } from "./cache";
import { findOnPath, type ToolchainContext } from "./context";
import { downloadEngine } from "./download";
import { ToolchainError } from "./errors";
import { buildEngine, findGo } from "./goBuild";

export { PULUMI_VERSION };

export interface Engine {
  /** The executable. */
  readonly file: string;
  /** As the engine prints it, without the `v`. */
  readonly version: string;
  /** Where it comes from; "download" and "build" only in the run that installed it. */
  readonly source: "PATH" | "cache" | "download" | "build";
}

const LANGUAGE_HOST = "pulumi-language-nodejs";

/**
 * The Pulumi engine: from PATH when its version fits, else from the cache, else downloaded from Pulumi,
 * else built from pinned Go modules.
 *
 * @throws ToolchainError naming what to install when none of these is possible.
 */
export async function ensureEngine(context: ToolchainContext): Promise<Engine> {
  const onPath = await engineOnPath(context);
  if (typeof onPath !== "string") return onPath;

  let source: Engine["source"] = "cache";
  const platform = `${process.platform}-${process.arch}`;
  const name = `engine-${PULUMI_VERSION}-${platform}`;
  const directory = await cached(context, name, async (unfinished) => {
    source = await installEngine(context, onPath, unfinished);
  });
  return { file: path.join(directory, "pulumi"), version: PULUMI_VERSION, source };
}

/** The engine on PATH, or why it cannot be used. */
async function engineOnPath(context: ToolchainContext): Promise<Engine | string> {
  const found = findOnPath("pulumi", context.env);
  if (found === undefined) return "pulumi is not on PATH";
  const version = await readVersion(found, context.env);
  if (version === undefined) return `${found} does not print its version`;
  if (!semver.satisfies(version, `^${PULUMI_VERSION}`)) {
    return `${found} is version ${version}; version ${PULUMI_VERSION} or a later 3.x is needed`;
  }
  return { file: await fs.realpath(found), version, source: "PATH" };
}

async function readVersion(file: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const result = await run(file, ["version"], {
    env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
  return result.code === 0 ? (semver.clean(result.stdout.trim()) ?? undefined) : undefined;
}

async function installEngine(
  context: ToolchainContext,
  onPath: string,
  directory: string,
): Promise<"download" | "build"> {
  const { progress } = context;
  progress.note(
    `The Pulumi engine ${PULUMI_VERSION} is not on this machine yet. It is installed once, into ${context.cache}.`,
  );
  const download = progress.start("Downloading the Pulumi engine");
  const notDownloaded = await downloadEngine(context, PULUMI_VERSION, directory, download);
  if (notDownloaded === undefined) {
    await checkEngine(directory, context.env);
    download.done("done");
    return "download";
  }
  download.skipped(notDownloaded);
  for (const name of await fs.readdir(directory)) {
    await fs.rm(path.join(directory, name), { recursive: true, force: true });
  }

  const go = await findGo(context);
  if (typeof go === "string") {
    throw new ToolchainError(
      `The Pulumi engine could be neither found nor installed:
  on PATH: ${onPath}
  download: ${notDownloaded}
  build: ${go}
Install either Pulumi ${PULUMI_VERSION} or a later 3.x (https://www.pulumi.com/docs/install/) or Go 1.25 or later (https://go.dev/doc/install), and run the same command again.`,
    );
  }
  progress.note(
    "Building it from its pinned Go modules instead. The first time takes 3 to 6 minutes and 3 GB in Go's caches.",
  );
  const build = progress.start("Building the Pulumi engine");
  try {
    await buildEngine(context, go, PULUMI_VERSION, directory, build);
    await checkEngine(directory, context.env);
  } catch (error) {
    build.failed();
    throw error;
  }
  build.done("done");
  return "build";
}

/** Keeps an archive or build that does not run out of the cache. */
async function checkEngine(directory: string, env: NodeJS.ProcessEnv): Promise<void> {
  const file = path.join(directory, "pulumi");
  const version = await readVersion(file, env);
  if (version !== PULUMI_VERSION) {
    throw new ToolchainError(
      `The installed Pulumi engine does not run on this machine (\`pulumi version\` printed ${version ?? "nothing"}). Install Pulumi ${PULUMI_VERSION} by hand (https://www.pulumi.com/docs/install/) and run the same command again.`,
    );
  }
}

/**
 * A directory for PATH that contains the engine and a language host for Node.js: the engine's own
 * directory if the official host is in it, else one with the stub. (The engine warns at every run about
 * a host in another directory.)
 */
export async function withLanguageHost(
  engine: Engine,
  workDirectory: string,
  context: Pick<ToolchainContext, "env">,
  stub: string,
): Promise<string> {
  const own = path.dirname(engine.file);
  if (await exists(path.join(own, LANGUAGE_HOST))) return own;
  const elsewhere = findOnPath(LANGUAGE_HOST, context.env);
  if (engine.source === "PATH" && elsewhere !== undefined) return own;

  const key = createHash("sha256").update(`${engine.file}\n${stub}`).digest("hex").slice(0, 12);
  const target = path.join(workDirectory, `engine-${key}`);
  const stat = await fs.stat(engine.file);
  const present = await fs.stat(path.join(target, "pulumi")).catch(() => undefined);
  if (present !== undefined && present.size === stat.size && present.mtimeMs === stat.mtimeMs) {
    return target;
  }
  const unfinished = `${target}.${String(process.pid)}`;
  await fs.mkdir(unfinished, { recursive: true });
  await linkOrCopy(engine.file, path.join(unfinished, "pulumi"));
  await fs.utimes(path.join(unfinished, "pulumi"), stat.atime, stat.mtime);
  await fs.writeFile(
    path.join(unfinished, LANGUAGE_HOST),
    `#!/bin/sh\nexec '${stub.replaceAll("'", `'\\''`)}' "$@"\n`,
    { mode: 0o755 },
  );
  await fs.rm(target, { recursive: true, force: true });
  // When two processes do this at the same time, the second finds the same content in place.
  await fs.rename(unfinished, target).catch(() => fs.rm(unfinished, { recursive: true }));
  return target;
}

/** The engine looks for hosts next to its resolved path, so a symbolic link does not work. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  await fs.rm(to, { force: true });
  await fs.link(from, to).catch(() => fs.copyFile(from, to));
}
