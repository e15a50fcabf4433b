import { execFile } from "node:child_process";
import { copyFile, rm } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

import { VERSION } from "../adobe/provider/version";
import { bundleProvider } from "./bundleProvider";

const root = path.join(__dirname, "..");
const dist = path.join(root, "dist/provider");
const content = path.join(dist, "content");

/** The archive that `pulumi plugin install resource adobe-aep <version> --file <archive>` takes. */
export interface ProviderArchive {
  readonly archive: string;
  readonly version: string;
}

/** Packs the provider as a plugin, for any machine with Node.js 20.3 or later. */
export async function packProvider(): Promise<ProviderArchive> {
  await rm(dist, { recursive: true, force: true });
  await bundleProvider(content);
  await copyFile(path.join(root, "LICENSE"), path.join(content, "LICENSE"));
  const archive = path.join(dist, `pulumi-resource-adobe-aep-v${VERSION}.tar.gz`);
  await promisify(execFile)("tar", ["-czf", archive, "-C", content, "."]);
  return { archive, version: VERSION };
}

/** `npm run provider:package` */
async function main(): Promise<void> {
  const { archive, version } = await packProvider();
  const file = path.relative(process.cwd(), archive);
  process.stdout.write(
    `${file}\nInstall it with: pulumi plugin install resource adobe-aep ${version} --file ${file}\n`,
  );
}

if (require.main === module) void main();
