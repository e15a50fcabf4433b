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
  type RunRequest,
} from "@pulumi/pulumi/proto/language_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

import { installDependencies } from "./dependencies";
import { runPlugin } from "./plugin";
import type { ProgramEnd } from "./program";

/** As the engine's own limit: configuration can be long. */
const MESSAGE_LIMIT = 400 * 1024 * 1024;

/** How a language host runs programs. */
export interface LanguageHost {
  /** Where the engine listens. An engine that attaches says it when it shakes hands. */
  readonly engineAddress?: string;
  /** Runs a program to its end. */
  run(request: RunRequest, engineAddress: string): Promise<ProgramEnd>;
  /** Ends every running program. */
  cancel(): void;
}

function implementation(host: LanguageHost): Partial<ILanguageRuntimeServer> {
  let { engineAddress = "" } = host;
  return {
    handshake: (call, callback) => {
      engineAddress = call.request.getEngineAddress() || engineAddress;
      callback(null, new LanguageHandshakeResponse());
    },
    getPluginInfo: (_call, callback) => callback(null, new PluginInfo().setVersion(version)),
    // Nothing to install: the plugins are found on PATH and in Pulumi.yaml.
    getRequiredPackages: (_call, callback) => callback(null, new GetRequiredPackagesResponse()),
    getRequiredPlugins: (_call, callback) => callback(null, new GetRequiredPluginsResponse()),
    run: (call, callback) => {
      host.run(call.request, engineAddress).then(
        ({ error, reported }) =>
          callback(null, new RunResponse().setError(error ?? "").setBail(reported)),
        (error: unknown) =>
          callback({
            code: grpc.status.INTERNAL,
            details: `cannot run the program: ${String(error)}`,
          }),
      );
    },
    runPlugin,
    installDependencies,
    about: (_call, callback) =>
      callback(
        null,
        new AboutResponse().setExecutable(process.execPath).setVersion(process.versions.node),
      ),
    cancel: (_call, callback) => {
      host.cancel();
      callback(null, new Empty());
    },
  };
}

/** Serves a language host on 127.0.0.1, inside this process; its port. */
export function startLanguageHost(host: LanguageHost): Promise<number> {
  const server = new grpc.Server({
    "grpc.max_receive_message_length": MESSAGE_LIMIT,
    "grpc.max_send_message_length": MESSAGE_LIMIT,
  });
  server.addService(
    LanguageRuntimeService,
    implementation(host) as grpc.UntypedServiceImplementation,
  );
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) =>
      error === null ? resolve(port) : reject(error),
    );
  });
}
