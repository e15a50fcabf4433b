/**
 * `npm run sbom`: prints the packages of a release in CycloneDX's format (a software bill of materials).
 *
 * `npm sbom --omit dev` leaves out whatever any package needs for development only, also when another one needs it to run.
 * So all packages are listed, and those are removed that the lock file calls development only wherever they are installed.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";

import * as z from "zod";

import { name } from "../package.json";

const root = path.resolve(__dirname, "..");

const sbom = z.looseObject({
  metadata: z.looseObject({ component: z.looseObject({ name: z.string() }) }),
  components: z.array(z.looseObject({ "bom-ref": z.string() })),
  dependencies: z.array(z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()) })),
});

const lockFile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      name: z.string().optional(),
      version: z.string().optional(),
      dev: z.boolean().optional(),
      link: z.boolean().optional(),
    }),
  ),
});

/** `name@version` of all packages that are installed for more than development. */
function usedToRun(): ReadonlySet<string> {
  const text = readFileSync(path.join(root, "package-lock.json"), "utf8");
  const { packages } = lockFile.parse(JSON.parse(text));
  return new Set(
    Object.entries(packages)
      .filter(([, { dev, link }]) => dev !== true && link !== true)
      .map(([place, { name: own, version = "" }]) => {
        const installed = place.split("node_modules/").at(-1) ?? "";
        return `${own ?? installed}@${version}`;
      }),
  );
}

function main(): void {
  const args = ["sbom", "--sbom-format", "cyclonedx", "--sbom-type", "application"];
  const output = execFileSync("npm", [...args, "--package-lock-only"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 100_000_000,
  });
  const all = sbom.parse(JSON.parse(output));
  const used = usedToRun();
  // Its name is otherwise that of the directory.
  all.metadata.component.name = name;
  all.components = all.components.filter((component) => used.has(component["bom-ref"]));
  all.dependencies = all.dependencies
    .filter(({ ref }) => used.has(ref))
    .map((each) => ({ ...each, dependsOn: each.dependsOn.filter((ref) => used.has(ref)) }));
  process.stdout.write(`${JSON.stringify(all, undefined, 2)}\n`);
}

main();
