import { execFile } from "node:child_process";
import { copyFile, cp, mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

import { Command, InvalidArgumentError } from "commander";

import { VERSION } from "../adobe/provider/version";
import { bundleProvider } from "./bundleProvider";
import { executableName, makeExecutable, platformName } from "./providerExecutable";

const root = path.join(__dirname, "..");
const dist = path.join(root, "dist/provider");

/** The archive that `pulumi plugin install resource adobe-aep <version> --file <archive>` takes. */
export interface ProviderArchive {
  readonly archive: string;
  readonly version: string;
}

export interface PackOptions {
  /** Node.js in the archive: for machines such as this one, without Node.js. Default: for any machine with Node.js. */
  readonly executable?: boolean | undefined;
  /** Where Pulumi finds releases of the plugin, for the package schema. Default: nowhere. */
  readonly downloadUrl?: string | undefined;
}

/** Packs the provider as a plugin. */
export async function packProvider({
  executable = false,
  downloadUrl,
}: PackOptions = {}): Promise<ProviderArchive> {
  const suffix = executable ? `-${platformName()}` : "";
  const scripts = path.join(dist, "scripts");
  const content = path.join(dist, `content${suffix}`);
  for (const directory of [scripts, content]) {
    await rm(directory, { recursive: true, force: true });
    await mkdir(directory, { recursive: true });
  }
  await bundleProvider(scripts, { downloadUrl });
  if (executable) {
    const made = path.join(scripts, "executable");
    await makeExecutable(path.join(scripts, "provider.cjs"), made);
    await cp(made, path.join(content, executableName()));
    await copyFile(
      path.join(scripts, "provider.cjs.LEGAL.txt"),
      path.join(content, "PACKAGES.txt"),
    );
    await writeFile(path.join(content, "NODE.txt"), noticeOfNode(process.version));
  } else {
    await cp(scripts, content, { recursive: true });
  }
  await copyFile(path.join(root, "LICENSE"), path.join(content, "LICENSE"));
  const archive = path.join(dist, `pulumi-resource-adobe-aep-v${VERSION}${suffix}.tar.gz`);
  // No path before a colon: GNU tar, which comes with Git on Windows, takes `C:` for the name of another machine.
  const file = path.basename(archive);
  await promisify(execFile)("tar", ["-czf", file, "-C", path.relative(dist, content), "."], {
    cwd: dist,
  });
  return { archive, version: VERSION };
}

function noticeOfNode(version: string): string {
  return `${executableName()} contains Node.js ${version}. Its license, and those of what it contains:
https://github.com/nodejs/node/blob/${version}/LICENSE
`;
}

function parseDownloadUrl(text: string): string {
  if (/^(https:\/\/\S+|github:\/\/api\.github\.com\/[^\s/]+\/[^\s/]+)$/.test(text)) return text;
  throw new InvalidArgumentError(
    "Give an address such as github://api.github.com/<owner>/<repository> or https://example.com/plugins.",
  );
}

/** The command line of `npm run provider:package`. */
export function packCommand(): Command {
  return new Command("npm run provider:package --")
    .description("Packs the provider as a plugin that Pulumi can install.")
    .option("--executable", "with Node.js in it, for machines such as this one")
    .option(
      "--download-url <url>",
      "where Pulumi finds releases of the plugin (pluginDownloadURL of the package schema)",
      parseDownloadUrl,
    )
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));
}

/** `npm run provider:package` */
async function main(): Promise<void> {
  const options = packCommand().parse().opts<PackOptions>();
  try {
    const { archive, version } = await packProvider(options);
    const file = path.relative(process.cwd(), archive);
    process.stdout.write(
      `${file}\nInstall it with: pulumi plugin install resource adobe-aep ${version} --file ${file}\n`,
    );
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

if (require.main === module) void main();
