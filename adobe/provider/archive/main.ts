import { execFile } from "node:child_process";
import { chmod, copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { VERSION } from "../version";

/**
 * `npm run provider:package`: the provider as one plugin archive, for any machine with Node.js 20 or
 * later. Everything it needs is bundled into one script beside a small launcher.
 */
const root = path.join(__dirname, "../../..");
const dist = path.join(root, "dist/provider");
const content = path.join(dist, "content");
const launcher = `#!/bin/sh
# Needs node (20 or later) on PATH.
exec node "$(dirname -- "$0")/provider.cjs" "$@"
`;

async function makeArchive(): Promise<string> {
  await rm(dist, { recursive: true, force: true });
  await mkdir(content, { recursive: true });
  await build({
    entryPoints: [path.join(root, "adobe/provider/main.ts")],
    outfile: path.join(content, "provider.cjs"),
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    legalComments: "linked",
    logLevel: "warning",
  });
  const executable = path.join(content, "pulumi-resource-adobe-aep");
  await writeFile(executable, launcher);
  await chmod(executable, 0o755);
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
