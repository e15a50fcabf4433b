import { spawn } from "node:child_process";

import type * as grpc from "@grpc/grpc-js";
import { RunPluginResponse, type RunPluginRequest } from "@pulumi/pulumi/proto/language_pb";

/** The command line with which Pulumi's Node.js SDK runs a policy pack. It reads package.json where it is started. */
export function policyPackCommand(request: RunPluginRequest): { args: string[]; cwd: string } {
  const cwd = request.getInfo()?.getProgramDirectory() ?? request.getPwd();
  const run = require.resolve("@pulumi/pulumi/cmd/run-policy-pack", { paths: [cwd] });
  return { args: [run, ...request.getArgsList(), cwd], cwd };
}

/** Runs a policy pack until the engine ends the call, and passes on what it prints: its port first. */
export function runPolicyPack(
  call: grpc.ServerWritableStream<RunPluginRequest, RunPluginResponse>,
): void {
  const { args, cwd } = policyPackCommand(call.request);
  const child = spawn(process.execPath, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
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
