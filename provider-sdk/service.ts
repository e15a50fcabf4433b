import { status } from "@grpc/grpc-js";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { unary } from "./calls";
import type { Running } from "./calls";
import { withSecretsMarked } from "./errors";
import { diffResponse, checkResponse } from "./messages";
import { fromStruct, markSecrets, rawFromStruct, toStruct } from "./struct";
import type { Context, ProviderDefinition, ResourceType } from "./types";

type Service = Pick<
  IResourceProviderServer,
  | "handshake" | "getPluginInfo" | "getSchema" | "checkConfig" | "diffConfig" | "configure"
  | "check" | "diff" | "create" | "read" | "update" | "delete" | "invoke" | "cancel" | "attach"
>; // prettier-ignore

/** What every request about a resource carries. */
interface AboutResource {
  getUrn(): string;
  getName(): string;
  getType(): string;
}

/** Pulumi's `ResourceProvider` service over a {@link ProviderDefinition}. */
export function service(definition: ProviderDefinition, running: Running): Service {
  const { operations, log } = running;

  function resourceType(request: AboutResource): ResourceType {
    const token = request.getType() || typeOfUrn(request.getUrn());
    const type = definition.resource(token);
    if (type === undefined) {
      throw new Error(`the provider ${definition.name} has no resource type ${token}`);
    }
    return type;
  }

  /** Runs one operation on a resource with its context, and ends the context with it. */
  async function onResource<T>(
    what: string,
    request: AboutResource,
    timeoutSeconds: number | undefined,
    run: (type: ResourceType, context: Context) => Promise<T>,
  ): Promise<T> {
    const type = resourceType(request);
    const operation = operations.begin(what, timeoutSeconds);
    const urn = request.getUrn();
    try {
      return await run(type, {
        urn,
        type: request.getType() || typeOfUrn(urn),
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

  return {
    handshake: unary(running, (request) => {
      log.connect(request.getEngineAddress());
      const response = new pb.ProviderHandshakeResponse();
      response.setAcceptSecrets(false);
      response.setAcceptResources(false);
      response.setAcceptOutputs(false);
      return response;
    }),
    attach: unary(running, (request) => {
      log.connect(request.getAddress());
      return new Empty();
    }),
    getPluginInfo: unary(running, () => {
      const info = new PluginInfo();
      info.setVersion(definition.version);
      return info;
    }),
    getSchema: unary(running, () => {
      const response = new pb.GetSchemaResponse();
      response.setSchema(definition.schema?.() ?? "{}");
      return response;
    }),

    checkConfig: unary(running, async (request) => {
      const news = rawFromStruct(request.getNews());
      const answer = await definition.checkConfig?.(fromStruct(request.getNews()));
      // As it came, secret envelopes included: what goes back here is what the state holds.
      const inputs = { ...answer?.inputs, ...news };
      const plain = (definition.secretConfig ?? []).filter(
        (key) => typeof inputs[key] === "string",
      );
      return checkResponse(markSecrets(inputs, plain), answer?.failures ?? []);
    }),
    diffConfig: unary(running, async (request) => {
      const olds = fromStruct(request.getOldInputs() ?? request.getOlds());
      return diffResponse(
        (await definition.diffConfig?.(olds, fromStruct(request.getNews()))) ?? { changes: {} },
      );
    }),
    configure: unary(running, async (request) => {
      operations.reset();
      await definition.configure(fromStruct(request.getArgs()), (severity, message) =>
        log.write(severity, request.getUrn() ?? "", message),
      );
      const response = new pb.ConfigureResponse();
      // The engine takes secrets off on the way in; what is secret on the way out we mark ourselves.
      response.setAcceptsecrets(false);
      response.setSupportspreview(true);
      response.setAcceptresources(false);
      response.setAcceptoutputs(false);
      return response;
    }),

    check: unary(running, (request) =>
      onResource("check", request, undefined, async (type, context) => {
        const { inputs, failures } = await type.check(
          { olds: fromStruct(request.getOlds()), news: fromStruct(request.getNews()) },
          context,
        );
        return checkResponse(inputs, failures);
      }),
    ),
    diff: unary(running, (request) =>
      onResource("diff", request, undefined, async (type, context) =>
        diffResponse(
          await type.diff(
            {
              id: request.getId(),
              olds: fromStruct(request.getOlds()),
              oldInputs: fromStruct(request.getOldInputs()),
              news: fromStruct(request.getNews()),
              ignoreChanges: request.getIgnorechangesList(),
            },
            context,
          ),
        ),
      ),
    ),
    create: unary(running, (request) =>
      onResource("create", request, request.getTimeout(), async (type, context) => {
        const { id, outputs } = await type.create(
          { inputs: fromStruct(request.getProperties()), preview: request.getPreview() },
          context,
        );
        const response = new pb.CreateResponse();
        response.setId(id);
        response.setProperties(toStruct(outputs, type.secretOutputs));
        return response;
      }),
    ),
    read: unary(running, (request) =>
      onResource("read", request, request.getTimeout(), async (type, context) => {
        const state = fromStruct(request.getProperties());
        const inputs = fromStruct(request.getInputs());
        const isImport = Object.keys(state).length === 0;
        const found = await type.read(
          {
            id: request.getId(),
            state: isImport ? undefined : state,
            inputs: Object.keys(inputs).length === 0 ? undefined : inputs,
          },
          context,
        );
        const response = new pb.ReadResponse();
        // An empty id tells the engine that the object is gone.
        if (found === undefined) return response;
        response.setId(found.id);
        response.setProperties(toStruct(found.outputs, type.secretOutputs));
        response.setInputs(toStruct(found.inputs));
        return response;
      }),
    ),
    update: unary(running, (request) =>
      onResource("update", request, request.getTimeout(), async (type, context) => {
        const outputs = await type.update(
          {
            id: request.getId(),
            olds: fromStruct(request.getOlds()),
            oldInputs: fromStruct(request.getOldInputs()),
            news: fromStruct(request.getNews()),
            preview: request.getPreview(),
          },
          context,
        );
        const response = new pb.UpdateResponse();
        response.setProperties(toStruct(outputs, type.secretOutputs));
        return response;
      }),
    ),
    delete: unary(running, (request) =>
      onResource("delete", request, request.getTimeout(), async (type, context) => {
        await type.delete(
          {
            id: request.getId(),
            state: fromStruct(request.getProperties()),
            inputs: fromStruct(request.getOldInputs()),
          },
          context,
        );
        return new Empty();
      }),
    ),

    invoke: unary(running, async (request) => {
      const token = request.getTok();
      const run = definition.invoke?.(token);
      if (run === undefined) {
        throw Object.assign(new Error(`the provider ${definition.name} has no function ${token}`), {
          code: status.UNIMPLEMENTED,
        });
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
    }),
    cancel: unary(running, () => {
      operations.cancelAll("cancelled");
      return new Empty();
    }),
  };
}

/** The type token in a URN, `urn:pulumi:<stack>::<project>::<parents>$<type>::<name>`. */
function typeOfUrn(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}
