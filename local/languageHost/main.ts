/**
 * A stub of `pulumi-language-nodejs`, the part of Pulumi that runs Node.js programs. It is used only
 * where the official one is missing, which comes with Pulumi's own download. It runs programs and
 * policy packs; it does not install dependencies or generate code.
 */
import * as grpc from "@grpc/grpc-js";
import { version } from "@pulumi/pulumi/package.json";
import {
  LanguageRuntimeService,
  type ILanguageRuntimeServer,
} from "@pulumi/pulumi/proto/language_grpc_pb";
import {
  AboutResponse,
  GetRequiredPackagesResponse,
  GetRequiredPluginsResponse,
  LanguageHandshakeResponse,
  RunResponse,
} from "@pulumi/pulumi/proto/language_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

import { runPolicyPack } from "./policyPack";
import { endPrograms, runProgram } from "./program";

/** As the engine's own limit: configuration can be long. */
const MESSAGE_LIMIT = 400 * 1024 * 1024;

function implementation(engineAddress: string): Partial<ILanguageRuntimeServer> {
  return {
    handshake: (_call, callback) => callback(null, new LanguageHandshakeResponse()),
    getPluginInfo: (_call, callback) => callback(null, new PluginInfo().setVersion(version)),
    // Nothing to install: the plugins are found on PATH and in Pulumi.yaml.
    getRequiredPackages: (_call, callback) => callback(null, new GetRequiredPackagesResponse()),
    getRequiredPlugins: (_call, callback) => callback(null, new GetRequiredPluginsResponse()),
    run: (call, callback) => {
      runProgram(call.request, engineAddress).then(
        ({ error, reported }) =>
          callback(null, new RunResponse().setError(error ?? "").setBail(reported)),
        (error: unknown) =>
          callback({
            code: grpc.status.INTERNAL,
            details: `cannot run the program: ${String(error)}`,
          }),
      );
    },
    // The provider of this repository has an executable of its own, so what is left are policy packs.
    runPlugin: runPolicyPack,
    about: (_call, callback) =>
      callback(
        null,
        new AboutResponse().setExecutable(process.execPath).setVersion(process.versions.node),
      ),
    cancel: (_call, callback) => {
      endPrograms();
      callback(null, new Empty());
    },
  };
}

function main(): void {
  const engineAddress = process.argv.at(-1) ?? "";
  const server = new grpc.Server({
    "grpc.max_receive_message_length": MESSAGE_LIMIT,
    "grpc.max_send_message_length": MESSAGE_LIMIT,
  });
  server.addService(
    LanguageRuntimeService,
    implementation(engineAddress) as grpc.UntypedServiceImplementation,
  );
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error !== null) throw error;
    process.stdout.write(`${String(port)}\n`);
  });
  const end = () => {
    endPrograms();
    process.exit(0);
  };
  // The engine holds the other end; a killed engine cannot say goodbye.
  process.stdin.on("end", end).resume();
  process.on("SIGTERM", end);
}

main();
