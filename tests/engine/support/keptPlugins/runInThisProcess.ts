import { createRequire } from "node:module";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import type * as errorsModule from "@pulumi/pulumi/errors";
import type * as logModule from "@pulumi/pulumi/log";
import type { RunRequest } from "@pulumi/pulumi/proto/language_pb";
import type * as runtimeModule from "@pulumi/pulumi/runtime";

import { programCommand, type ProgramEnd } from "../../../../local/languageHost/program";
import { connectAlone } from "../ownConnections";

/** What is used of the parts of Pulumi's SDK that its types leave out. */
interface SdkParts {
  readonly engine: { readonly EngineClient: { readonly prototype: object } };
  readonly errors: typeof errorsModule;
  readonly log: typeof logModule;
  readonly runtime: typeof runtimeModule;
  readonly state: { readonly LocalStore: new () => Store };
}

interface EngineLog {
  log: (request: unknown, callback: () => void) => unknown;
}

/** What the SDK knows of a run, in one global object. */
interface Store {
  resourcePackages: Map<string, unknown>;
  resourceModules: Map<string, unknown>;
}
declare global {
  var globalStore: Store | undefined;
}

/** The SDK that the program uses: it keeps what it knows of a run in its own modules. */
function sdkOf(program: NodeJS.Require): SdkParts {
  return {
    engine: program("@pulumi/pulumi/proto/engine_grpc_pb") as SdkParts["engine"],
    errors: program("@pulumi/pulumi/errors") as SdkParts["errors"],
    log: program("@pulumi/pulumi/log") as SdkParts["log"],
    runtime: program("@pulumi/pulumi/runtime") as SdkParts["runtime"],
    state: program("@pulumi/pulumi/runtime/state") as SdkParts["state"],
  };
}

const preloaded = new Set<string>();

/**
 * Loads the modules that `--require` of the project's `nodeargs` names, once: they change how Node.js loads others.
 *
 * @throws Error for another argument, which is for a process of its own
 */
function preload(program: NodeJS.Require, nodeArgs: readonly string[]): void {
  for (const arg of nodeArgs.filter((one) => !preloaded.has(one))) {
    const [, name] = /^--require=(.+)$/.exec(arg) ?? [];
    if (name === undefined) throw new Error(`a program with ${arg} needs a process of its own`);
    preloaded.add(arg);
    program(name);
  }
}

/** Forgets the program's own modules, which are to be read again: they may have changed, and they hold state. */
function forgetOwnModules(program: NodeJS.Require): void {
  for (const file of Object.keys(program.cache)) {
    if (!file.split(path.sep).includes("node_modules")) Reflect.deleteProperty(program.cache, file);
  }
}

/** Ends the last run, whose engine may have been killed. */
let endLast: (() => void) | undefined;

/**
 * Runs a program as the language host does, but in this process: its packages are loaded once, its own modules
 * again each time. The engine runs one program of a stack at a time.
 */
export async function runInThisProcess(
  request: RunRequest,
  engineAddress: string,
): Promise<ProgramEnd> {
  endLast?.();
  const { args, cwd, env } = programCommand(request, engineAddress);
  process.chdir(cwd);
  Object.assign(process.env, env);
  const entry = request.getInfo()?.getEntryPoint() ?? request.getProgram();
  const program = createRequire(path.resolve(cwd, entry));
  const nodeArgs = args.slice(
    0,
    args.findIndex((arg) => arg.endsWith("index.js")),
  );
  preload(program, nodeArgs);
  const sdk = sdkOf(program);
  connectAlone(program("@pulumi/pulumi/runtime/settings") as object);
  startRun(sdk, request, engineAddress, env);
  dropLateMessages(sdk);
  const calls = countCalls(sdk.runtime.getMonitor());
  forgetOwnModules(program);
  return reportErrors(sdk, calls, path.resolve(cwd, entry), async () => {
    const load = () => Promise.resolve(program(path.resolve(cwd, entry)) as object);
    await sdk.runtime.runInPulumiStack(load);
    await sdk.runtime.disconnect(true);
  });
}

/** Makes the SDK forget the last run, except for what packages said when they were loaded. */
function startRun(
  { runtime, state }: SdkParts,
  request: RunRequest,
  engineAddress: string,
  env: NodeJS.ProcessEnv,
): void {
  const { resourcePackages, resourceModules } = globalThis.globalStore ?? {};
  globalThis.globalStore = Object.assign(new state.LocalStore(), {
    ...(resourcePackages && { resourcePackages }),
    ...(resourceModules && { resourceModules }),
  });
  const [project, stack] = [request.getProject(), request.getStack()];
  const [parallel, monitor] = [request.getParallel(), request.getMonitorAddress()];
  const [dryRun, organization] = [request.getDryrun(), request.getOrganization()];
  runtime.resetOptions(project, stack, parallel, engineAddress, monitor, dryRun, organization);
  const config = JSON.parse(env["PULUMI_CONFIG"] ?? "{}") as Record<string, string>;
  runtime.setAllConfig(config, request.getConfigsecretkeysList());
}

/** Clients whose messages are dropped when they come too late. */
const changed = new WeakSet<object>();

/**
 * Makes the SDK drop what the program says when the connection to its engine is closed. The process that it would be is
 * gone then, whereas here what was begun runs on. The SDK sends each message after the one before it, for as long as it
 * is loaded: after one that could not be sent, it would send none of a later run either.
 */
function dropLateMessages({ engine: { EngineClient } }: SdkParts): void {
  const client = EngineClient.prototype as EngineLog;
  if (changed.has(client)) return;
  changed.add(client);
  const { log } = client;
  client.log = function (this: unknown, request, callback) {
    try {
      return log.call(this, request, callback);
    } catch {
      callback();
      return undefined;
    }
  };
}

/** Counts the engine's calls that have not ended yet. */
function countCalls(monitor: object | undefined): { readonly open: number } {
  const calls = { open: 0 };
  const client = (monitor ?? {}) as Record<string, (...parameters: unknown[]) => unknown>;
  for (const name of ["registerResource", "registerResourceOutputs", "readResource", "invoke"]) {
    const call = client[name]?.bind(client);
    if (call === undefined) continue;
    client[name] = (...parameters) => {
      const callback = parameters.pop() as (...response: unknown[]) => void;
      calls.open += 1;
      return call(...parameters, (...response: unknown[]) => {
        calls.open -= 1;
        callback(...response);
      });
    };
  }
  return calls;
}

/** Resolves when no call is open and none has followed from the last one. */
async function noneLeft(calls: { readonly open: number }): Promise<void> {
  for (let quiet = 0; quiet < 5;) {
    await sleep(50);
    quiet = calls.open === 0 ? quiet + 1 : 0;
  }
}

/**
 * Runs the program and reports its errors with the texts of Pulumi's own runner, each once. After an error it may wait
 * for a value that never comes: like the process that it would be, it ends when nothing is left to be done.
 */
async function reportErrors(
  { errors, log, runtime }: SdkParts,
  calls: { readonly open: number },
  entry: string,
  run: () => Promise<void>,
): Promise<ProgramEnd> {
  const reported = new Set<unknown>();
  const logged: Promise<void>[] = [];
  const logError = (error: unknown): Promise<void> => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    if (errors.RunError.isInstance(error)) return log.error(error.message);
    if (errors.ResourceError.isInstance(error))
      return log.error(error.hideStack ? error.message : text, error.resource);
    return log.error(`Running program '${entry}' failed with an unhandled exception:\n${text}`);
  };
  let stopWaiting = (): void => undefined;
  const failed = new Promise<void>((resolve) => (stopWaiting = resolve));
  const report = (error: unknown): void => {
    if (reported.has(error)) return;
    reported.add(error);
    stopWaiting();
    // The engine has ended, and says itself why.
    if (error instanceof Error && errors.isGrpcError(error)) return;
    logged.push(logError(error));
  };
  const stopReporting = () => {
    process.off("uncaughtException", report).off("unhandledRejection", report);
  };
  process.on("uncaughtException", report).on("unhandledRejection", report);
  const ended = new Promise<void>((resolve) => {
    endLast = () => {
      stopReporting();
      resolve();
    };
  });
  await Promise.race([run().catch(report), failed.then(() => noneLeft(calls)), ended]);
  stopReporting();
  await Promise.all(logged);
  if (reported.size > 0) runtime.disconnectSync();
  return { reported: reported.size > 0 || log.hasErrors() };
}
