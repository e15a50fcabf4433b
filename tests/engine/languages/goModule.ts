import { cp, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

import { run } from "../../../local/process/run";
import { repository } from "../../../local/toolchain/context";

/** The modules of the Pulumi engine, with their hashes: what the programs here need is among them. */
const engine = path.join(repository, "local/toolchain/engine");

/**
 * Makes a directory a Go module with the versions of the engine's modules, so that Go's caches, which the engine's build
 * has filled, have them.
 */
export async function asGoModule(directory: string, name: string): Promise<void> {
  const pinned = await readFile(path.join(engine, "go.mod"), "utf8");
  await writeFile(path.join(directory, "go.mod"), pinned.replace(/^module .*$/m, `module ${name}`));
  await cp(path.join(engine, "go.sum"), path.join(directory, "go.sum"));
}

/** Runs Go in a module. Throws with Go's last lines when it fails. */
export async function go(directory: string, ...args: string[]): Promise<string> {
  const env = {
    ...process.env,
    CGO_ENABLED: "0",
    GOFLAGS: "-mod=mod",
    GOWORK: "off",
    // Go's checksum database may not know the newest releases of Pulumi's.
    GONOSUMDB: "github.com/pulumi",
  };
  const { code, stdout, stderr } = await run("go", args, { cwd: directory, env });
  if (code !== 0) throw new Error(`go ${args.join(" ")} failed:\n${stderr}`);
  return stdout;
}

/** Builds a Go program with the engine's modules in a directory; resolves with its path. */
export async function builtProgram(source: string, directory: string): Promise<string> {
  await cp(source, directory, { recursive: true });
  await asGoModule(directory, "generator");
  const program = path.join(directory, "program");
  await go(directory, "build", "-tags", "osusergo,grpcnotrace", "-o", program, ".");
  return program;
}

/** Builds Pulumi's language host for YAML in a directory. */
export async function buildYamlHost(directory: string): Promise<void> {
  await cp(path.join(__dirname, "yamlHost"), directory, { recursive: true });
  const host = "pulumi-language-yaml";
  const source = `github.com/pulumi/pulumi-yaml/cmd/${host}`;
  await go(directory, "build", "-tags", "osusergo,grpcnotrace", "-o", host, source);
}
