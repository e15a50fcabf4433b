import { execFile } from "node:child_process";
import { copyFile, rm } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { VERSION } from "../adobe/provider/version";
import { bundleProvider } from "./bundleProvider";

/** `npm run provider:package`: the provider as one plugin archive, for any machine with Node.js 20 or later. */
const root = path.join(__dirname, "..");
const dist = path.join(root, "dist/provider");
const content = path.join(dist, "content");

async function makeArchive(): Promise<string> {
  await rm(dist, { recursive: true, force: true });
  await bundleProvider(content);
  await copyFile(path.join(root, "LICENSE"), path.join(content, "LICENSE"));
  const archive = path.join(dist, `pulumi-resource-adobe-aep-v${VERSION}.tar.gz`);
  await promisify(execFile)("tar", ["-czf", archive, "-C", content, "."]);
  return archive;
}

void makeArchive().then((archive) => {
  const file = path.relative(process.cwd(), archive);
  process.stdout.write(
    `${file}\nInstall it with: pulumi plugin install resource adobe-aep ${VERSION} --file ${file}\n`,
  );
});
