import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { Argument, Command, InvalidArgumentError } from "commander";
import semver from "semver";

import { printError } from "../../emulator/terminal";
import { version as current } from "../../package.json";
import { releaseChangelog } from "./changelog";

const root = path.resolve(__dirname, "../..");
const changelog = path.join(root, "CHANGELOG.md");

function newVersion(text: string): string {
  const version = semver.valid(text);
  if (version === null) throw new InvalidArgumentError("A version looks like 1.2.0.");
  if (semver.lt(version, current)) {
    throw new InvalidArgumentError(`The project is at ${current} already.`);
  }
  return version;
}

function npm(...args: readonly string[]): void {
  execFileSync("npm", args, { cwd: root, stdio: "inherit" });
}

/** `npm run release -- 1.2.0`: sets the version everywhere. Commits and publishes nothing. */
function main(): void {
  const command = new Command("npm run release --")
    .description(
      "Sets the version of the project and its workspaces, and moves the changelog to it.",
    )
    .addArgument(new Argument("<version>", "such as 1.2.0").argParser(newVersion))
    .parse();
  const [version] = command.processedArgs as [string];
  // First, because it fails when there is nothing to release.
  const released = releaseChangelog(readFileSync(changelog, "utf8"), version, new Date());
  writeFileSync(changelog, released);
  npm(
    ...["version", version, "--workspaces", "--include-workspace-root"],
    ...["--no-git-tag-version", "--allow-same-version", "--ignore-scripts"],
  );
  npm("run", "--silent", "docs");
  npm("run", "--silent", "record:stack");
  process.stdout.write(
    `Version ${version} is set. Look at the changes, then:\n` +
      `  git commit --all --message "Release ${version}"\n` +
      `  git tag v${version}\n` +
      `  git push origin HEAD v${version}\n`,
  );
}

try {
  main();
} catch (error) {
  printError(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
