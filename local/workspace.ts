import fs from "node:fs/promises";
import path from "node:path";
import {
  LocalWorkspace,
  PulumiCommand,
  type ConfigMap,
  type ProjectSettings,
  type Stack,
  type StackSettings,
} from "@pulumi/pulumi/automation";
import { temporaryDirectory } from "./process/temporary";
import type { Progress } from "./progress";
import type { Services } from "./services";
import { ensureToolchain, type Toolchain } from "./toolchain";
import { BUNDLES_VARIABLE, repository } from "./toolchain/context";

export interface StackOptions {
  /** Directory of a Pulumi.yaml; nothing in it is changed. */
  readonly workDir: string;
  /** Default `local`; a `Pulumi.<stackName>.yaml` beside Pulumi.yaml is taken as the base of the config. */
  readonly stackName?: string;
  /** Whose addresses and credentials the program's providers get. */
  readonly services?: Pick<Services, "env">;
  /**
   * Further config: key (`chatlio-aep:mode`, `chatlio-aep:webhookTokens[0]`) → value, plain or
   * `{ value, secret: true }`.
   */
  readonly config?: Readonly<
    Record<string, string | { readonly value: string; readonly secret?: boolean }>
  >;
  /** Further environment of the engine and of everything it starts. */
  readonly env?: Readonly<Record<string, string>>;
  readonly progress?: Progress;
}

/** A Pulumi stack with a backend of its own, apart from whatever the user has. */
export type LocalStack = Stack & {
  /** The version of the engine and where it came from. */
  readonly toolchain: Toolchain;
  /** Environment with which the same stack can be worked on by hand from `directory`. */
  readonly environment: Readonly<Record<string, string>>;
  /** Directory with Pulumi.yaml and the stack's config. */
  readonly directory: string;
  /** Removes backend, state and config. It destroys nothing. */
  close(): Promise<void>;
};

/** Not a secret: the state it encrypts is thrown away with the stack. */
const PASSPHRASE = "local";

/**
 * Makes a stack under the real engine, with the stand-ins for AWS's and Command's plugins, its own
 * `PULUMI_HOME` and a backend in a temporary directory, so that it behaves the same on every machine.
 *
 * @throws ToolchainError when the engine cannot be had.
 */
export async function createStack(options: StackOptions): Promise<LocalStack> {
  const { workDir, stackName = "local", progress } = options;
  const toolchain = await ensureToolchain({
    ministack: false,
    ...(progress === undefined ? {} : { progress }),
  });
  const temporary = await temporaryDirectory("stack");
  const remove = () => fs.rm(temporary, { recursive: true, force: true });
  try {
    const directory = path.join(temporary, "project");
    for (const name of ["home", "backend", "project"]) await fs.mkdir(path.join(temporary, name));
    const environment = {
      ...stackEnvironment(toolchain, temporary),
      ...options.services?.env,
      ...options.env,
    };
    const pulumiCommand = await PulumiCommand.get({ root: toolchain.guarded });
    const settings = await readSettings(workDir, stackName, pulumiCommand);
    const stack = await LocalWorkspace.createStack(
      { stackName, workDir: directory },
      {
        pulumiCommand,
        pulumiHome: path.join(temporary, "home"),
        envVars: environment,
        projectSettings: settings.project,
        stackSettings: { [stackName]: settings.stack },
      },
    );
    const config = configMap(options.config ?? {});
    if (Object.keys(config).length > 0) await stack.setAllConfig(config, true);
    return Object.assign(stack, { toolchain, environment, directory, close: remove });
  } catch (error) {
    await remove();
    throw error;
  }
}

function stackEnvironment(toolchain: Toolchain, temporary: string): Record<string, string> {
  const own = [toolchain.pulumi, path.dirname(process.execPath)];
  return {
    PATH: [...own, process.env["PATH"] ?? ""].join(path.delimiter),
    PULUMI_HOME: path.join(temporary, "home"),
    PULUMI_BACKEND_URL: `file://${path.join(temporary, "backend")}`,
    PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
    PULUMI_CONFIG_PASSPHRASE_FILE: "",
    PULUMI_ACCESS_TOKEN: "",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
}

/**
 * Project and stack settings as they are in `workDir`, with every path made absolute: they are used from a
 * directory of their own, because the engine writes into the stack's config file.
 */
async function readSettings(
  workDir: string,
  stackName: string,
  pulumiCommand: PulumiCommand,
): Promise<{ project: ProjectSettings; stack: StackSettings }> {
  const workspace = await LocalWorkspace.create({ workDir, pulumiCommand });
  // The SDK hands on the whole file; its type knows only a part.
  const project: ProjectSettings & {
    plugins?: { providers?: { name: string; path: string }[] };
  } = await workspace.projectSettings();
  project.main = path.resolve(workDir, project.main ?? ".");
  const own = (project.plugins?.providers ?? []).map((plugin) => ({
    ...plugin,
    path: bundled("adobe-aep", path.resolve(workDir, plugin.path)),
  }));
  // Named here and not put on PATH: the engine takes them before anything the user has installed.
  const standIns = ["aws", "command"].map((name) => ({
    name,
    path: bundled(name, path.join(repository, "local", name, "bin")),
  }));
  project.plugins = { providers: [...own, ...standIns] };
  const present = await fs
    .access(path.join(workDir, `Pulumi.${stackName}.yaml`))
    .then(() => true)
    .catch(() => false);
  return { project, stack: present ? await workspace.stackSettings(stackName) : {} };
}

/** The bundle of one of this repository's plugins where there is one, else the sources' launcher. */
function bundled(name: string, source: string): string {
  const bundles = process.env[BUNDLES_VARIABLE];
  const isOwn = ["adobe/plugin", `local/${name}/bin`].includes(path.relative(repository, source));
  return bundles === undefined || !isOwn ? source : path.join(bundles, name);
}

function configMap(config: NonNullable<StackOptions["config"]>): ConfigMap {
  const entries = Object.entries(config).map(([key, value]) => [
    key,
    typeof value === "string" ? { value } : { ...value },
  ]);
  return Object.fromEntries(entries) as ConfigMap;
}
