import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import { parse } from "yaml";
import * as z from "zod";

import { dependencies, engines } from "../../package.json";
import { check, failed, ok, warning, type Finding, type Outcome } from "../checks/finding";
import { runPulumi, runPulumiForJson, type StackOptions } from "../pulumi";

/** Checks what is installed on this machine. */
export function checkMachine({ cwd }: StackOptions): Promise<Finding[]> {
  return Promise.all([
    check("node", () => nodeOutcome(process.versions.node)),
    check("pulumi", async () => {
      const printed = await runPulumi({ cwd }, ["version"], "print its version");
      return pulumiOutcome(printed.trim().replace(/^v/, ""));
    }),
    check("plugins", async () =>
      pluginsOutcome(await runPulumiForJson({ cwd }, ["plugin", "ls"], "list the plugins"), cwd),
    ),
  ]);
}

type Version = readonly [major: number, minor: number];

function versionOf(text: string): Version {
  const [major = 0, minor = 0] = text.split(".").map((part) => Number.parseInt(part, 10));
  return [major, minor];
}

function isAtLeast([major, minor]: Version, [wantedMajor, wantedMinor]: Version): boolean {
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

/** `^20.19 || >=22.12`: each alternative is a caret range or the lowest version. */
function satisfies(version: Version, range: string): boolean {
  return range.split("||").some((one) => {
    const lowest = versionOf(one.trim().replace(/^(\^|>=)/, ""));
    const isCaret = one.trim().startsWith("^");
    return isAtLeast(version, lowest) && (!isCaret || version[0] === lowest[0]);
  });
}

/** Judges the version of Node.js. Exported for tests. */
export function nodeOutcome(version: string): Outcome {
  if (satisfies(versionOf(version), engines.node)) return ok(`Node.js ${version}`);
  return failed(
    `Node.js ${version} does not satisfy ${engines.node}`,
    "Install Node.js 22.12 or newer",
  );
}

/** Judges the version of the Pulumi CLI. Exported for tests. */
export function pulumiOutcome(version: string): Outcome {
  const needed = dependencies["@pulumi/pulumi"];
  if (isAtLeast(versionOf(version), versionOf(needed))) return ok(`Pulumi ${version}`);
  return failed(
    `Pulumi ${version} is older than the SDK ${needed}`,
    "Install the newest Pulumi CLI (https://www.pulumi.com/docs/install/)",
  );
}

const installed = z.array(z.looseObject({ name: z.string(), version: z.string().optional() }));

const project = z.looseObject({
  plugins: z.looseObject({
    providers: z.array(z.looseObject({ name: z.string(), path: z.string() })),
  }),
});

/** The plugins that the project brings along: its Pulumi.yaml says where they are. */
function pluginsOfProject(cwd: string): readonly string[] {
  try {
    const text = readFileSync(path.join(cwd, "Pulumi.yaml"), "utf8");
    const { providers } = project.parse(parse(text)).plugins;
    return providers
      .filter((one) => existsSync(path.resolve(cwd, one.path)))
      .map(({ name }) => name);
  } catch {
    return [];
  }
}

function pluginsOutcome(printed: unknown, cwd: string): Outcome {
  const own = pluginsOfProject(cwd);
  if (!own.includes("adobe-aep")) {
    return failed(
      `Pulumi.yaml in ${cwd} names no provider adobe-aep that is there`,
      "Run the command in the project's directory, or give --cwd",
    );
  }
  const read = installed.safeParse(printed);
  const found = read.success ? read.data : [];
  const missing = (["aws", "command"] as const)
    .map((name) => ({ name, version: dependencies[`@pulumi/${name}`] }))
    .filter(
      ({ name, version }) =>
        !own.includes(name) && !found.some((one) => one.name === name && one.version === version),
    );
  if (missing.length === 0) return ok("adobe-aep, aws and command are installed");
  const commands = missing.map(
    ({ name, version }) => `\`pulumi plugin install resource ${name} ${version}\``,
  );
  return warning(
    `${missing.map(({ name }) => name).join(" and ")} not installed: Pulumi downloads what it needs`,
    `To download it now, run ${commands.join(" and ")}`,
  );
}
