import { spawn } from "node:child_process";

import type * as grpc from "@grpc/grpc-js";
import { RunPluginResponse, type RunPluginRequest } from "@pulumi/pulumi/proto/language_pb";

/** What Pulumi's engine calls a policy pack. */
const POLICY_PACK = "analyzer";

/** How a process is started. */
export interface PluginCommand {
  readonly args: string[];
  readonly cwd: string;
  /** Default: that of this process. */
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * The command line with which Pulumi's Node.js SDK runs a plugin that is a folder of Node.js code: a policy pack, which
 * reads package.json where it is started, or a provider, whose package.json says in `main` what to load.
 */
export function pluginCommand(request: RunPluginRequest): PluginCommand {
  const { nodeargs = "" } = (request.getInfo()?.getOptions()?.toJavaScript() ?? {}) as {
    readonly nodeargs?: string;
  };
  const folder = request.getInfo()?.getProgramDirectory() ?? request.getPwd();
  const script = (name: string) =>
    require.resolve(`@pulumi/pulumi/cmd/${name}`, { paths: [folder] });
  if (request.getKind() === POLICY_PACK) {
    return { args: [script("run-policy-pack"), ...request.getArgsList(), folder], cwd: folder };
  }
  return {
    args: [
      script("run-plugin"),
      ...nodeargs.split(/\s+/).filter((arg) => arg !== ""),
      folder,
      ...request.getArgsList(),
    ],
    cwd: request.getPwd(),
    env: environment(request.getEnvList()),
  };
}

/** `NAME=value` as an object. The engine adds its own to those that it has, and the last one counts. */
function environment(list: readonly string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(
    list.map((entry) => {
      const at = entry.indexOf("=", 1); // Windows has names that begin with one.
      return [entry.slice(0, at), entry.slice(at + 1)];
    }),
  );
}

/** Runs a plugin until the engine ends the call, and passes on what it prints: its port first. */
export function runPlugin(
  call: grpc.ServerWritableStream<RunPluginRequest, RunPluginResponse>,
): void {
  const { args, cwd, env } = pluginCommand(call.request);
  const child = spawn(process.execPath, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.on("data", (text: Buffer) => call.write(new RunPluginResponse().setStdout(text)));
  child.stderr.on("data", (text: Buffer) => call.write(new RunPluginResponse().setStderr(text)));
  child.on("error", (error) => call.destroy(error));
  child.on("close", (code) => {
    call.write(new RunPluginResponse().setExitcode(code ?? 1));
    call.end();
  });
  const end = () => child.kill();
  call.on("cancelled", end);
  process.once("exit", end);
}
