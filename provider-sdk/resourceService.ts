import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

import type { Running } from "./calls";
import { checkResponse, diffResponse } from "./messages";
import { withSecretsMarked } from "./serviceErrors";
import { fromStruct, toStruct } from "./struct";
import type { Context, Properties, ProviderDefinition, ResourceType } from "./types";

/** What every request about a resource carries. */
interface ResourceRequest {
  getUrn(): string;
  getName(): string;
  getType(): string;
}

/** The calls about one resource. */
export class ResourceService {
  readonly #definition: ProviderDefinition;
  readonly #running: Running;

  constructor(definition: ProviderDefinition, running: Running) {
    this.#definition = definition;
    this.#running = running;
  }

  check(request: pb.CheckRequest): Promise<pb.CheckResponse> {
    return this.#run("check", request, undefined, async (type, context) => {
      const oldInputs = fromStruct(request.getOlds());
      const newInputs = fromStruct(request.getNews());
      const { inputs, failures } = await type.check({ oldInputs, newInputs }, context);
      return checkResponse(inputs, failures);
    });
  }

  diff(request: pb.DiffRequest): Promise<pb.DiffResponse> {
    return this.#run("diff", request, undefined, async (type, context) => {
      const diff = await type.diff(
        {
          id: request.getId(),
          oldInputs: fromStruct(request.getOldInputs()),
          oldOutputs: fromStruct(request.getOlds()),
          newInputs: fromStruct(request.getNews()),
          ignoreChanges: request.getIgnorechangesList(),
        },
        context,
      );
      return diffResponse(diff);
    });
  }

  create(request: pb.CreateRequest): Promise<pb.CreateResponse> {
    return this.#run("create", request, request.getTimeout(), async (type, context) => {
      const inputs = fromStruct(request.getProperties());
      const created = await type.create({ inputs, preview: request.getPreview() }, context);
      const response = new pb.CreateResponse();
      response.setId(created.id);
      response.setProperties(toStruct(created.outputs, type.secretOutputs));
      return response;
    });
  }

  read(request: pb.ReadRequest): Promise<pb.ReadResponse> {
    return this.#run("read", request, request.getTimeout(), async (type, context) => {
      const found = await type.read(
        {
          id: request.getId(),
          inputs: unlessEmpty(fromStruct(request.getInputs())),
          outputs: unlessEmpty(fromStruct(request.getProperties())),
        },
        context,
      );
      const response = new pb.ReadResponse();
      // An empty id tells the engine that the object does not exist any more.
      if (found === undefined) return response;
      response.setId(found.id);
      response.setProperties(toStruct(found.outputs, type.secretOutputs));
      response.setInputs(toStruct(found.inputs));
      return response;
    });
  }

  update(request: pb.UpdateRequest): Promise<pb.UpdateResponse> {
    return this.#run("update", request, request.getTimeout(), async (type, context) => {
      const outputs = await type.update(
        {
          id: request.getId(),
          oldInputs: fromStruct(request.getOldInputs()),
          oldOutputs: fromStruct(request.getOlds()),
          newInputs: fromStruct(request.getNews()),
          preview: request.getPreview(),
        },
        context,
      );
      const response = new pb.UpdateResponse();
      response.setProperties(toStruct(outputs, type.secretOutputs));
      return response;
    });
  }

  delete(request: pb.DeleteRequest): Promise<Empty> {
    return this.#run("delete", request, request.getTimeout(), async (type, context) => {
      await type.delete(
        {
          id: request.getId(),
          inputs: fromStruct(request.getOldInputs()),
          outputs: fromStruct(request.getProperties()),
        },
        context,
      );
      return new Empty();
    });
  }

  /** Runs one operation with its type and context. No response overtakes the lines it has logged. */
  async #run<T>(
    what: string,
    request: ResourceRequest,
    timeoutSeconds: number | undefined,
    operate: (type: ResourceType, context: Context) => Promise<T>,
  ): Promise<T> {
    const { operations, log } = this.#running;
    const urn = request.getUrn();
    const token = request.getType() || typeOfUrn(urn);
    const type = this.#definition.resource(token);
    if (type === undefined) {
      throw new Error(`the provider ${this.#definition.name} has no resource type ${token}`);
    }
    const operation = operations.begin(what, timeoutSeconds);
    try {
      return await operate(type, {
        urn,
        type: token,
        name: request.getName() || (urn.split("::").at(-1) ?? ""),
        signal: operation.signal,
        timeoutSeconds: timeoutSeconds === 0 ? undefined : timeoutSeconds,
        log: (severity, message) => log.write(severity, urn, message),
      });
    } catch (error) {
      throw withSecretsMarked(error, type.secretOutputs);
    } finally {
      operation.end();
      await log.flush();
    }
  }
}

/** An import carries neither inputs nor outputs, which arrives as empty ones. */
function unlessEmpty(properties: Properties): Properties | undefined {
  return Object.keys(properties).length === 0 ? undefined : properties;
}

/** The type token in a URN, `urn:pulumi:<stack>::<project>::<parents>$<type>::<name>`. */
function typeOfUrn(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}
