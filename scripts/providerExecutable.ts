import { execFile } from "node:child_process";
import { copyFile, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What marks a Node.js into which a program can be put (https://nodejs.org/api/single-executable-applications.html). */
const FUSE = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";

const systems: Readonly<Record<string, string>> = { win32: "windows" };
const processors: Readonly<Record<string, string>> = { x64: "amd64" };

/** This machine as Pulumi names it in a plugin's file name: `linux-amd64`. */
export function platformName(system: string = process.platform, processor: string = process.arch) {
  return `${systems[system] ?? system}-${processors[processor] ?? processor}`;
}

/** What Pulumi starts in a plugin's directory. */
export function executableName(system: string = process.platform): string {
  return `pulumi-resource-adobe-aep${system === "win32" ? ".exe" : ""}`;
}

/**
 * Makes one file of a bundled script and Node.js, so that the script needs no Node.js on its machine. The file runs on
 * machines such as this one only: it also has V8's compiled code of the script, with which it starts sooner.
 *
 * @param node - the Node.js in the file. Default: the one that runs this.
 * @throws Error when it cannot hold a program, as that of distributions which make it a small file and a library
 */
export async function makeExecutable(
  script: string,
  file: string,
  node = process.execPath,
): Promise<void> {
  if (!(await readFile(node)).includes(FUSE)) {
    throw new Error(
      `No executable was made: ${node} cannot hold a program. Run this again with Node.js from https://nodejs.org.`,
    );
  }
  const blob = `${file}.blob`;
  const config = `${file}.json`;
  await writeFile(
    config,
    JSON.stringify({
      main: script,
      output: blob,
      disableExperimentalSEAWarning: true,
      useCodeCache: true,
    }),
  );
  await run(node, ["--experimental-sea-config", config]);
  await copyFile(node, file);
  const isMac = process.platform === "darwin";
  if (isMac) await run("codesign", ["--remove-signature", file]);
  const postject = path.join(path.dirname(require.resolve("postject/package.json")), "dist/cli.js");
  const segment = isMac ? ["--macho-segment-name", "NODE_SEA"] : [];
  await run(process.execPath, [
    postject,
    file,
    "NODE_SEA_BLOB",
    blob,
    "--sentinel-fuse",
    FUSE,
    ...segment,
  ]);
  if (isMac) await run("codesign", ["--sign", "-", file]);
}
