import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { emulatorCredentials } from "../../emulator";
import { startPrinted, type Printed } from "../emulator/support/printedClient";
import { runIn } from "./inProcess";
import { writePulumi, type Exit } from "./support";

let adobe: Printed;
let directory: string;

const urn = "urn:pulumi:dev::chatlio-aep::chatlio-aep";
const parent = `${urn}:direct:Direct::direct`;
const platform = `${urn}:platform:Platform::platform`;
const lasting = ["field-group", "schema", "dataset"];
const parts = ["source", "target", "mapping", "flow"];

/** What a preview would create, below its component. */
function planned(below: string, names: readonly string[]) {
  return names.map((name) => ({
    op: "create",
    urn: `${below}$x::${below === platform ? "platform" : "direct-main-feedback-left"}-${name}`,
    newState: { type: `adobe-aep:x:${name}`, parent: below, inputs: {} },
  }));
}

const creates = [...planned(platform, lasting), ...planned(parent, parts)];

/** Writes a `pulumi` of a stack with this configuration and these objects in its state. */
export function stackWith({
  config = {},
  ids = {},
  steps = creates,
  fails,
  sandbox,
}: {
  readonly config?: Readonly<Record<string, unknown>>;
  readonly ids?: Readonly<Record<string, string>>;
  readonly steps?: readonly object[];
  /** The error with which a preview ends. */
  readonly fails?: string;
  /** `adobe-aep:sandbox`; without it the environment names one. */
  readonly sandbox?: string;
} = {}): void {
  const resources = Object.entries(ids).map(([name, id]) => ({ urn: `${parent}$x::${name}`, id }));
  const values = Object.entries(config).map(([key, value]) => [
    `chatlio-aep:${key}`,
    { value: typeof value === "string" ? value : JSON.stringify(value) },
  ]);
  if (sandbox !== undefined) values.push(["adobe-aep:sandbox", { value: sandbox }]);
  const diagnostics = [
    { message: "warning: of no use\n", severity: "warning" },
    ...(fails === undefined ? [] : [{ message: `error: ${fails}`, severity: "error" }]),
  ];
  writePulumi(
    directory,
    `[ "$1" = import ] && cp "$3" imported
case "$1 $2" in
"stack export") echo '${JSON.stringify({ deployment: { resources } })}' ;;
stack*) echo dev ;;
preview*) printf '%s' '${JSON.stringify({ steps, diagnostics })}'; exit ${fails === undefined ? 0 : 1} ;;
"config set") case "$*" in *--config-file*) ;; *) echo "$4 $5" >> config ;; esac ;;
config*) echo '${JSON.stringify(Object.fromEntries(values))}' ;;
esac`,
  );
}

/** Starts an emulator and makes a directory with the `pulumi` of a new stack. */
export async function openAdoption(): Promise<{
  readonly adobe: Printed;
  readonly directory: string;
}> {
  adobe = await startPrinted();
  directory = mkdtempSync(path.join(os.tmpdir(), "adopt-flow-"));
  stackWith();
  return { adobe, directory };
}

/** Ends what {@link openAdoption} has started. */
export async function closeAdoption(): Promise<void> {
  rmSync(directory, { recursive: true });
  await adobe.close();
}

/** Runs `chatlio-aep adopt`. */
export function adopt(...args: readonly string[]): Promise<Exit> {
  const env = {
    PATH: `${directory}:${process.env["PATH"] ?? ""}`,
    AEP_ORG_ID: emulatorCredentials.orgId,
    AEP_CLIENT_ID: emulatorCredentials.clientId,
    AEP_CLIENT_SECRET: emulatorCredentials.clientSecret,
    AEP_SANDBOX: emulatorCredentials.sandbox,
    AEP_IMS_URL: adobe.url,
    AEP_PLATFORM_URL: adobe.url,
  };
  return runIn({ cwd: directory, env }, ["adopt", ...args]);
}

/** What a file of the directory contains; undefined when it is not there. */
export function written(name: string): string | undefined {
  const file = path.join(directory, name);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
