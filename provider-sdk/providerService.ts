import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import type { PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

import type { Running } from "./calls";
import { checkResponse, diffResponse } from "./messages";
import { UnimplementedError } from "./serviceErrors";
import { fromStruct, markSecrets, rawFromStruct, toStruct } from "./struct";
import type { ProviderDefinition } from "./types";

/** The calls about the provider as a whole: connection, schema, configuration, functions, cancel. */
export class ProviderService {
  readonly #definition: ProviderDefinition;
  readonly #running: Running;

  constructor(definition: ProviderDefinition, running: Running) {
    this.#definition = definition;
    this.#running = running;
  }

  handshake(request: pb.ProviderHandshakeRequest): pb.ProviderHandshakeResponse {
    this.#running.log.connect(request.getEngineAddress());
    const response = new pb.ProviderHandshakeResponse();
    response.setAcceptSecrets(false);
    response.setAcceptResources(false);
    response.setAcceptOutputs(false);
    return response;
  }

  attach(request: PluginAttach): Empty {
    this.#running.log.connect(request.getAddress());
    return new Empty();
  }

  getPluginInfo(): PluginInfo {
    const info = new PluginInfo();
    info.setVersion(this.#definition.version);
    return info;
  }

  getSchema(): pb.GetSchemaResponse {
    const response = new pb.GetSchemaResponse();
    response.setSchema(this.#definition.schema?.() ?? "{}");
    return response;
  }

  async checkConfig(request: pb.CheckRequest): Promise<pb.CheckResponse> {
    const { secretConfig = [] } = this.#definition;
    const checked = await this.#definition.checkConfig?.(
      fromStruct(request.getNews()),
      fromStruct(request.getOlds()),
    );
    // What goes back is what the state holds: keep the secret envelopes that came.
    const inputs = { ...checked?.inputs, ...rawFromStruct(request.getNews()) };
    const plain = secretConfig.filter((key) => typeof inputs[key] === "string");
    return checkResponse(markSecrets(inputs, plain), checked?.failures ?? []);
  }

  async diffConfig(request: pb.DiffRequest): Promise<pb.DiffResponse> {
    const oldInputs = fromStruct(request.getOldInputs() ?? request.getOlds());
    const newInputs = fromStruct(request.getNews());
    const diff = await this.#definition.diffConfig?.(oldInputs, newInputs);
    return diffResponse(diff ?? { changes: {} });
  }

  async configure(request: pb.ConfigureRequest): Promise<pb.ConfigureResponse> {
    const { operations, log } = this.#running;
    operations.reset();
    await this.#definition.configure(
      fromStruct(request.getArgs()),
      (severity, message) => log.write(severity, request.getUrn() ?? "", message),
      request.getId() || undefined,
    );
    const response = new pb.ConfigureResponse();
    // The engine unwraps the secrets it sends; the server marks those that it returns.
    response.setAcceptsecrets(false);
    response.setSupportspreview(true);
    response.setAcceptresources(false);
    response.setAcceptoutputs(false);
    return response;
  }

  async invoke(request: pb.InvokeRequest): Promise<pb.InvokeResponse> {
    const { operations, log } = this.#running;
    const token = request.getTok();
    const run = this.#definition.invoke?.(token);
    if (run === undefined) {
      throw new UnimplementedError(
        `the provider ${this.#definition.name} has no function ${token}`,
      );
    }
    const operation = operations.begin("invoke", undefined);
    try {
      const { result, secrets } = await run(fromStruct(request.getArgs()), {
        signal: operation.signal,
        log: (severity, message) => log.write(severity, "", message),
      });
      const response = new pb.InvokeResponse();
      response.setReturn(toStruct(result, secrets));
      return response;
    } finally {
      operation.end();
      await log.flush();
    }
  }

  cancel(): Empty {
    this.#running.operations.cancelAll("cancelled");
    return new Empty();
  }
}
