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

import { withLeanOperations, type Operations } from "./operations";
import { temporaryDirectory } from "./process/temporary";
import type { Progress } from "./progress";
import type { Services } from "./services";
import { ensureToolchain, type Toolchain } from "./toolchain";
import { BUNDLES_VARIABLE, repository } from "./toolchain/context";

const allStubs = ["aws", "command"] as const;
type Stub = (typeof allStubs)[number];

export interface StackOptions {
  /** Directory that contains Pulumi.yaml. Nothing in it is changed. */
  readonly workDir: string;
  /** Default `local`. A `Pulumi.<stackName>.yaml` next to Pulumi.yaml is the base of the config. */
  readonly stackName?: string;
  /** Services whose addresses and credentials the program's providers get. */
  readonly services?: Pick<Services, "env">;
  /**
   * Further config: key (`chatlio-aep:mode`, `chatlio-aep:webhookTokens[0]`) → value, plain or
   * `{ value, secret: true }`.
   */
  readonly config?: Readonly<
    Record<string, string | { readonly value: string; readonly secret?: boolean }>
  >;
  /** Stubs of Pulumi's plugins that the stack may use. Default: all. */
  readonly stubs?: readonly Stub[];
  /** Further environment of the engine and of every process it starts. */
  readonly env?: Readonly<Record<string, string>>;
  /** Who holds the key of the stack's secrets, as `pulumi stack init --secrets-provider` takes it. Default: a passphrase. */
  readonly secretsProvider?: string;
  readonly progress?: Progress;
}

/** A Pulumi stack with its own backend, separate from the user's stacks. */
export type LocalStack = Omit<Stack, keyof Operations> &
  Operations & {
    /** The engine's version and where it comes from. */
    readonly toolchain: Toolchain;
    /** Environment for working on the stack by hand from `directory`. */
    readonly environment: Readonly<Record<string, string>>;
    /** Directory with Pulumi.yaml and the stack's config. */
    readonly directory: string;
    /** Removes backend, state and config. It does not destroy the stack's resources. */
    close(): Promise<void>;
  };

/** Not a secret: the state it encrypts is removed with the stack. */
const PASSPHRASE = "local";

/**
 * Creates a stack under the real engine, with the stubs of the AWS and Command plugins, its own
 * `PULUMI_HOME` and a backend in a temporary directory. So it behaves the same on every machine.
 *
 * @throws ToolchainError when the engine can be neither found, downloaded nor built.
 */
export async function createStack(options: StackOptions): Promise<LocalStack> {
  const { stackName = "local", progress } = options;
  const toolchain = await ensureToolchain({
    ministack: false,
    ...(progress === undefined ? {} : { progress }),
  });
  const temporary = await temporaryDirectory("stack");
  const remove = () => fs.rm(temporary, { recursive: true, force: true });
  try {
    const directory = path.join(temporary, "project");
    for (const name of ["home", "backend", "project"]) await fs.mkdir(path.join(temporary, name));
    await linkCommand(directory);
    const environment = {
      ...stackEnvironment(toolchain, temporary),
      ...options.services?.env,
      ...options.env,
    };
    const pulumiCommand = await commandOf(toolchain);
    const settings = await readSettings(options, stackName, pulumiCommand);
    const stack = await LocalWorkspace.createStack(
      { stackName, workDir: directory },
      {
        pulumiCommand,
        pulumiHome: path.join(temporary, "home"),
        ...(options.secretsProvider === undefined
          ? {}
          : { secretsProvider: options.secretsProvider }),
        envVars: environment,
        projectSettings: settings.project,
        stackSettings: { [stackName]: settings.stack },
      },
    );
    const config = configMap(options.config ?? {});
    if (Object.keys(config).length > 0) await stack.setAllConfig(config, true);
    return Object.assign(withLeanOperations(stack), {
      toolchain,
      environment,
      directory,
      close: remove,
    });
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Makes `npx chatlio-aep` run this project's command in the directory; npx would ask the registry for it. */
async function linkCommand(directory: string): Promise<void> {
  const bin = path.join(directory, "node_modules/.bin");
  await fs.mkdir(bin, { recursive: true });
  await fs.symlink(path.join(repository, "cli/bin.js"), path.join(bin, "chatlio-aep"));
}

const commands = new Map<string, Promise<PulumiCommand>>();

/** The engine's command; its version is read once in a process. */
function commandOf({ guarded }: Toolchain): Promise<PulumiCommand> {
  const known = commands.get(guarded);
  if (known !== undefined) return known;
  const command = PulumiCommand.get({ root: guarded });
  commands.set(guarded, command);
  return command;
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
 * Project and stack settings of `workDir`, with absolute paths. They are used from another directory,
 * because the engine writes into the stack's config file.
 */
async function readSettings(
  { workDir, stubs: wanted = allStubs }: StackOptions,
  stackName: string,
  pulumiCommand: PulumiCommand,
): Promise<{ project: ProjectSettings; stack: StackSettings }> {
  const workspace = await LocalWorkspace.create({ workDir, pulumiCommand });
  // The SDK returns the whole file; its type describes only a part.
  const project: ProjectSettings & {
    plugins?: { providers?: { name: string; path: string }[] };
  } = await workspace.projectSettings();
  project.main = path.resolve(workDir, project.main ?? ".");
  const own = (project.plugins?.providers ?? []).map(async (plugin) => ({
    ...plugin,
    path: await bundled("adobe-aep", path.resolve(workDir, plugin.path)),
  }));
  // Named here and not on PATH: the engine prefers them to plugins that the user has installed.
  const stubs = wanted.map(async (name) => ({
    name,
    path: await bundled(name, path.join(repository, "local", name, "bin")),
  }));
  project.plugins = { providers: await Promise.all([...own, ...stubs]) };
  const present = await fs
    .access(path.join(workDir, `Pulumi.${stackName}.yaml`))
    .then(() => true)
    .catch(() => false);
  return { project, stack: present ? await workspace.stackSettings(stackName) : {} };
}

/** The bundle of one of this repository's plugins where there is one, else the sources' launcher. */
async function bundled(name: string, source: string): Promise<string> {
  const bundles = process.env[BUNDLES_VARIABLE];
  const real = await fs.realpath(source).catch(() => source);
  const inRepository = path.relative(await fs.realpath(repository), real);
  const isOwn = ["adobe/plugin", `local/${name}/bin`].includes(inRepository);
  return bundles === undefined || !isOwn ? source : path.join(bundles, name);
}

function configMap(config: NonNullable<StackOptions["config"]>): ConfigMap {
  const entries = Object.entries(config).map(([key, value]) => [
    key,
    typeof value === "string" ? { value } : { ...value },
  ]);
  return Object.fromEntries(entries) as ConfigMap;
}
