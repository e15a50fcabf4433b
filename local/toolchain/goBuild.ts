import fs from "node:fs/promises";
import path from "node:path";

import { run } from "../process/run";
import type { Task } from "../progress";
import { diskFull, exists } from "./cache";
import { findOnPath, repository, type ToolchainContext } from "./context";
import { isDiskFull, lastLines, ToolchainError } from "./errors";

/** Since this release Go itself downloads the release that a module requires. */
const OLDEST_GO = [1, 21] as const;
/** Measured for a build with empty Go caches: modules, compiled packages and the engine itself. */
const COLD_BYTES = 4_000_000_000;
const WARM_BYTES = 500_000_000;

const ENGINE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const BUILD_TAGS = "osusergo,grpcnotrace";

/** The directory that pins the engine's modules (go.mod) and their hashes (go.sum). */
const modules = path.join(repository, "local/toolchain/engine");

export interface Go {
  readonly command: string;
  readonly version: string;
}

/** Go on PATH, or why it cannot be used, as a phrase after "build:". */
export async function findGo(context: ToolchainContext): Promise<Go | string> {
  const command = findOnPath("go", context.env);
  if (command === undefined) return "Go is not on PATH";
  const result = await run(command, ["env", "GOVERSION"], { env: context.env });
  const match = /^go((\d+)\.(\d+)\S*)/.exec(result.stdout.trim());
  const [, version, major, minor] = match ?? [];
  if (result.code !== 0 || version === undefined) {
    return `${command} does not work (${result.stderr.trim() || `exit code ${result.code}`})`;
  }
  const tooOld =
    Number(major) < OLDEST_GO[0] ||
    (Number(major) === OLDEST_GO[0] && Number(minor) < OLDEST_GO[1]);
  return tooOld ? `Go ${version} (${command}) is too old` : { command, version };
}

/**
 * Builds the engine from its pinned Go modules into `directory`. Go's caches are kept, so that an
 * interrupted build continues where it stopped.
 *
 * @throws ToolchainError when the disk is full or the build fails.
 */
export async function buildEngine(
  context: ToolchainContext,
  go: Go,
  version: string,
  directory: string,
  task: Task,
): Promise<void> {
  const env = {
    ...context.env,
    CGO_ENABLED: "0", // no C compiler needed
    // Go checks every module against go.sum, whatever the user's own settings are for Go's checksum database.
    // These three keep it from using other modules than that go.sum has.
    GO111MODULE: "on",
    GOFLAGS: "-mod=readonly",
    GOWORK: "off",
  };
  await checkDisk(context, go, version, env);
  const runGo = async (args: readonly string[], onLine: (line: string) => void) => {
    const result = await run(go.command, args, { cwd: modules, env, onLine });
    if (result.code === 0) return result.stdout;
    if (isDiskFull(result.stderr)) throw diskFull("Go's caches");
    if (result.stderr.includes("GOTOOLCHAIN=local")) {
      throw new ToolchainError(
        `Go ${go.version} is too old to build the Pulumi engine, and GOTOOLCHAIN=local prevents it from downloading a newer one. Update Go, or unset GOTOOLCHAIN.`,
      );
    }
    throw new ToolchainError(
      `The Go build of the Pulumi engine failed:\n${lastLines(result.stderr)}\n  Is the Go module proxy reachable? Downloaded modules are kept: run the same command again to continue.`,
    );
  };

  let fetched = 0;
  const packages = await runGo(["list", "-deps", "-tags", BUILD_TAGS, ENGINE], (line) => {
    if (line.startsWith("go: downloading")) task.update(`${++fetched} Go modules downloaded`);
  });
  const total = packages.trim().split("\n").length;
  let compiled = 0;
  await runGo(
    [
      "build",
      "-v",
      "-trimpath",
      "-buildvcs=false",
      "-tags",
      BUILD_TAGS,
      "-ldflags",
      `-w -s -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${version}`,
      "-o",
      path.join(directory, "pulumi"),
      ENGINE,
    ],
    () => task.update(`compiled ${++compiled} of ${total} packages`),
  );
}

/** Reports a disk that is too small before the build, not after three minutes. */
async function checkDisk(
  context: ToolchainContext,
  go: Go,
  version: string,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const result = await run(go.command, ["env", "GOMODCACHE"], { env });
  const modCache = result.stdout.trim();
  const warm = await exists(path.join(modCache, `github.com/pulumi/pulumi/pkg/v3@v${version}`));
  await fs.mkdir(modCache, { recursive: true });
  if ((await context.freeBytes(modCache)) < (warm ? WARM_BYTES : COLD_BYTES)) {
    throw diskFull(modCache, warm ? "about 500 MB" : "about 4 GB");
  }
}
