import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

const directory = path.join(__dirname, "../lambdaNode");

/** Major version of Node.js in the runtime that the program gives its functions. */
export function runtimeMajor(): string {
  const source = path.join(__dirname, "../../../infra/relay/function.ts");
  const [, major] = /Runtime\.NodeJS(\d+)dX/.exec(readFileSync(source, "utf8")) ?? [];
  if (major === undefined) throw new Error(`${source} names no Node.js runtime.`);
  return major;
}

/**
 * The executable of that Node.js, which npm installs on first use. Undefined, with a line that says so,
 * on a platform for which tests/handlers/lambdaNode/package.json has no package.
 */
export function lambdaNode(): string | undefined {
  const name = `node-${process.platform}-${process.arch}`;
  const manifest = readFileSync(path.join(directory, "package.json"), "utf8");
  const { optionalDependencies } = JSON.parse(manifest) as {
    optionalDependencies: Record<string, string>;
  };
  const version = optionalDependencies[name];
  if (version === undefined) {
    process.stderr.write(
      `The functions' bundles run on Node.js ${process.versions.node} only: there is no package ${name} with Node.js ${runtimeMajor()}.\n`,
    );
    return undefined;
  }
  const executable = path.join(directory, "node_modules", name, "bin/node");
  if (installedVersion(executable) !== `v${version}`) install();
  return executable;
}

function installedVersion(executable: string): string | undefined {
  if (!existsSync(executable)) return undefined;
  return spawnSync(executable, ["--version"], { encoding: "utf8" }).stdout.trim();
}

function install(): void {
  const flags = ["--ignore-scripts", "--no-bin-links", "--no-fund", "--no-audit"];
  const { status, stderr } = spawnSync("npm", ["ci", ...flags], {
    cwd: directory,
    encoding: "utf8",
    // npm passes its own settings on to what it runs, such as the directory of the repository.
    env: Object.fromEntries(
      Object.entries(process.env).filter(
        ([name]) => !/^npm_(config_(local_)?prefix|package_|lifecycle_)/i.test(name),
      ),
    ),
  });
  if (status !== 0) throw new Error(`npm ci in ${directory} failed: ${stderr}`);
}
