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
  /** As the engine says it, without the `v`. */
  readonly version: string;
  /** Where it came from; the two last only in the run that made it. */
  readonly source: "PATH" | "cache" | "download" | "build";
}

const LANGUAGE_HOST = "pulumi-language-nodejs";

/**
 * The Pulumi engine: from PATH when its version fits, else from the cache, else by Pulumi's download, else
 * built from pinned Go modules.
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
    source = await makeEngine(context, onPath, unfinished);
  });
  return { file: path.join(directory, "pulumi"), version: PULUMI_VERSION, source };
}

/** The engine on PATH, or why it will not do. */
async function engineOnPath(context: ToolchainContext): Promise<Engine | string> {
  const found = findOnPath("pulumi", context.env);
  if (found === undefined) return "there is no pulumi on PATH";
  const version = await askVersion(found, context.env);
  if (version === undefined) return `${found} does not answer \`pulumi version\``;
  if (!semver.satisfies(version, `^${PULUMI_VERSION}`)) {
    return `${found} is version ${version}; ${PULUMI_VERSION} or a later 3.x is needed`;
  }
  return { file: await fs.realpath(found), version, source: "PATH" };
}

async function askVersion(file: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const answer = await run(file, ["version"], {
    env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
  return answer.code === 0 ? (semver.clean(answer.stdout.trim()) ?? undefined) : undefined;
}

async function makeEngine(
  context: ToolchainContext,
  onPath: string,
  directory: string,
): Promise<"download" | "build"> {
  const { progress } = context;
  progress.note(
    `The Pulumi engine ${PULUMI_VERSION} is not on this machine yet; it is made once and kept in ${context.cache}.`,
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
      `The Pulumi engine could not be found or made:
  on PATH: ${onPath}
  download: ${notDownloaded}
  build: ${go}
Install either Pulumi ${PULUMI_VERSION} or a later 3.x (https://www.pulumi.com/docs/install/) or Go 1.25 or later (https://go.dev/doc/install), and run the same command again.`,
    );
  }
  progress.note(
    "It is built from its pinned Go modules instead: 3 to 6 minutes and 3 GB in Go's caches the first time.",
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

/** An archive or a build that does not run must not get into the cache. */
async function checkEngine(directory: string, env: NodeJS.ProcessEnv): Promise<void> {
  const file = path.join(directory, "pulumi");
  const version = await askVersion(file, env);
  if (version !== PULUMI_VERSION) {
    throw new ToolchainError(
      `The Pulumi engine that was made does not run on this machine (\`pulumi version\` said ${version ?? "nothing"}). Install Pulumi ${PULUMI_VERSION} by hand (https://www.pulumi.com/docs/install/) and run the same command again.`,
    );
  }
}

/**
 * A directory to put on PATH that holds the engine and a language host for Node.js beside it: the engine's
 * own directory where the official host is there, else one with the stand-in. (The engine warns at every
 * run about a host that is elsewhere.)
 */
export async function withLanguageHost(
  engine: Engine,
  workDirectory: string,
  context: Pick<ToolchainContext, "env">,
  standIn: string,
): Promise<string> {
  const own = path.dirname(engine.file);
  if (await exists(path.join(own, LANGUAGE_HOST))) return own;
  const elsewhere = findOnPath(LANGUAGE_HOST, context.env);
  if (engine.source === "PATH" && elsewhere !== undefined) return own;

  const key = createHash("sha256").update(`${engine.file}\n${standIn}`).digest("hex").slice(0, 12);
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
    `#!/bin/sh\nexec '${standIn.replaceAll("'", `'\\''`)}' "$@"\n`,
    { mode: 0o755 },
  );
  await fs.rm(target, { recursive: true, force: true });
  // Twice at once: whoever comes second finds the name taken by the same content.
  await fs.rename(unfinished, target).catch(() => fs.rm(unfinished, { recursive: true }));
  return target;
}

/** The engine looks for hosts beside its resolved path, so a symbolic link would not do. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  await fs.rm(to, { force: true });
  await fs.link(from, to).catch(() => fs.copyFile(from, to));
}
