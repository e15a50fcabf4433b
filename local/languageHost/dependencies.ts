import { spawn } from "node:child_process";

import * as grpc from "@grpc/grpc-js";
import {
  InstallDependenciesResponse,
  type InstallDependenciesRequest,
} from "@pulumi/pulumi/proto/language_pb";

/** The command with which Pulumi's Node.js SDK installs the packages of a folder: no development ones for a plugin. */
export function installCommand(request: InstallDependenciesRequest): {
  args: string[];
  cwd: string;
} {
  return {
    args: ["install", "--loglevel=error", ...(request.getIsPlugin() ? ["--omit=dev"] : [])],
    cwd: request.getInfo()?.getProgramDirectory() ?? request.getDirectory(),
  };
}

/** Has npm install the packages of a program or a plugin. The engine shows what npm prints. */
export function installDependencies(
  call: grpc.ServerWritableStream<InstallDependenciesRequest, InstallDependenciesResponse>,
): void {
  const { args, cwd } = installCommand(call.request);
  const child = spawn("npm", args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.on("data", (text: Buffer) =>
    call.write(new InstallDependenciesResponse().setStdout(text)),
  );
  child.stderr.on("data", (text: Buffer) =>
    call.write(new InstallDependenciesResponse().setStderr(text)),
  );
  const fail = (how: string) => {
    const details = `\`npm ${args.join(" ")}\` in ${cwd} ${how}`;
    call.emit("error", { code: grpc.status.INTERNAL, details });
  };
  child.on("error", ({ message }) => fail(`could not be started: ${message}`));
  child.on("close", (code) => {
    if (code === 0) call.end();
    // Without a process it has failed already.
    else if (child.pid !== undefined) fail(`ended with exit code ${String(code)}`);
  });
  call.on("cancelled", () => child.kill());
}
