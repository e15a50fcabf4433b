import { credentials } from "@grpc/grpc-js";
import type { ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

import { startServer } from "../../../provider-sdk";
import type { ProviderDefinition, Properties } from "../../../provider-sdk";
import { fromStruct, rawFromStruct, toStruct } from "../../../provider-sdk/struct";
import { startEngineLog } from "./engineLog";
import type { Line } from "./engineLog";
import { withoutConnection } from "./withoutConnection";

/** An error as the engine gets it, with what an `ErrorResourceInitFailed` detail carries. */
export class ProviderError extends Error {
  constructor(
    message: string,
    readonly partly:
      { id: string; properties: Properties; inputs: Properties; reasons: string[] } | undefined,
  ) {
    super(message);
  }
}

/** The error that a call ends with. */
export async function failureOf(work: Promise<unknown>): Promise<ProviderError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ProviderError))
    throw new Error(`expected a ProviderError, got ${String(error)}`);
  return error;
}

export interface CheckResponse {
  inputs: Properties;
  failures: { property: string; reason: string }[];
}

export interface DiffResponse {
  changed: boolean;
  /** Kind by path, as `update-replace`. */
  changes: Record<string, string>;
  replaces: string[];
  deleteBeforeReplace: boolean;
}

const kinds = ["add", "add-replace", "delete", "delete-replace", "update", "update-replace"];

/** A provider in this process, behind its gRPC interface. */
export interface TestProvider {
  /** What the user has been told with this severity, line by line. */
  said(severity: Line["severity"]): string[];
  /** @param id - of the provider resource. Default: the engine does not say it. */
  configure(config: Properties, id?: string): Promise<void>;
  /** Configures it as last: for another operation of the engine. */
  configureAgain(): Promise<void>;
  checkConfig(newInputs: Properties): Promise<CheckResponse & { raw: Properties }>;
  diffConfig(oldInputs: Properties, newInputs: Properties): Promise<DiffResponse>;
  check(urn: string, newInputs: Properties, oldInputs?: Properties): Promise<CheckResponse>;
  diff(
    urn: string,
    request: { id: string; oldOutputs: Properties; oldInputs: Properties; newInputs: Properties },
  ): Promise<DiffResponse>;
  create(
    urn: string,
    inputs: Properties,
    options?: { preview?: boolean; timeout?: number },
  ): Promise<{ id: string; properties: Properties; raw: Properties }>;
  read(
    urn: string,
    id: string,
    state?: Properties,
    inputs?: Properties,
  ): Promise<{ id: string; properties: Properties; inputs: Properties; raw: Properties }>;
  update(
    urn: string,
    request: { id: string; oldOutputs: Properties; oldInputs: Properties; newInputs: Properties },
    options?: { preview?: boolean; timeout?: number },
  ): Promise<Properties>;
  delete(
    urn: string,
    id: string,
    state: Properties,
    inputs: Properties,
    timeout?: number,
  ): Promise<void>;
  invoke(token: string, args: Properties): Promise<{ result: Properties }>;
  schema(): Promise<string>;
  cancel(): Promise<void>;
  close(): Promise<void>;
}

function call<Response>(
  send: (done: (error: ServiceError | null, response: Response) => void) => unknown,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    send((error, response) => (error === null ? resolve(response) : reject(decode(error))));
  });
}

function decode(error: ServiceError): ProviderError {
  const [bytes] = error.metadata.get("grpc-status-details-bin");
  if (!Buffer.isBuffer(bytes)) return new ProviderError(error.details, undefined);
  const detail = Status.deserializeBinary(bytes)
    .getDetailsList()
    .map((any) =>
      any.unpack(
        (bytes) => pb.ErrorResourceInitFailed.deserializeBinary(bytes),
        "pulumirpc.ErrorResourceInitFailed",
      ),
    )[0];
  return new ProviderError(
    error.details,
    detail === null || detail === undefined
      ? undefined
      : {
          id: detail.getId(),
          properties: fromStruct(detail.getProperties()),
          inputs: fromStruct(detail.getInputs()),
          reasons: detail.getReasonsList(),
        },
  );
}

/** The name of an input stands before the reason: the engine would show the value of one that is named apart. */
function failuresOf(list: pb.CheckFailure[]) {
  return list.map((failure) => {
    if (failure.getProperty() !== "") throw new Error("the engine would show a value");
    const [, property = "", reason = failure.getReason()] =
      /^([\w$-]+(?:\.[^\s:[]+|\[[^\]]*\])*): ([^]*)$/.exec(failure.getReason()) ?? [];
    return { property, reason };
  });
}

function diffResponse(response: pb.DiffResponse): DiffResponse {
  const changes: Record<string, string> = {};
  response.getDetaileddiffMap().forEach((value: pb.PropertyDiff, path: string) => {
    changes[path] = kinds[value.getKind()] ?? "?";
  });
  return {
    changed: response.getChanges() === pb.DiffResponse.DiffChanges.DIFF_SOME,
    changes,
    replaces: response.getReplacesList(),
    deleteBeforeReplace: response.getDeletebeforereplace(),
  };
}

/** A client of the provider, and what the user has been told. */
interface Connection {
  readonly client: ResourceProviderClient;
  readonly lines: readonly Line[];
  readonly close: () => Promise<void>;
}

async function connect(definition: ProviderDefinition): Promise<Connection> {
  const log = await startEngineLog();
  const server = await startServer(definition, { engineAddress: log.address });
  const client = new ResourceProviderClient(
    `127.0.0.1:${server.port}`,
    credentials.createInsecure(),
    // As the engine sets it.
    { "grpc.max_receive_message_length": 400 * 1024 * 1024 },
  );
  return {
    client,
    lines: log.lines,
    close: async () => {
      client.close();
      await server.close();
      log.close();
    },
  };
}

/** Starts it, with a connection as the engine's. Close it at the end. */
export async function startProvider(definition: ProviderDefinition): Promise<TestProvider> {
  return testProvider(await connect(definition));
}

/** The same with no connection: for tests that are about what the provider does. */
export function makeProvider(definition: ProviderDefinition): TestProvider {
  const lines: Line[] = [];
  return testProvider({ lines, ...withoutConnection(definition, lines) });
}

function testProvider({ client, close, lines }: Connection): TestProvider {
  const about = <
    T extends {
      setUrn(urn: string): unknown;
      setType(type: string): unknown;
      setName(name: string): unknown;
    },
  >(
    request: T,
    urn: string,
  ): T => {
    const parts = urn.split("::");
    request.setUrn(urn);
    request.setType(parts[2]?.split("$").at(-1) ?? "");
    request.setName(parts[3] ?? "");
    return request;
  };
  let configured: [config: Properties, id?: string] = [{}];
  const configure = async (config: Properties, id?: string) => {
    configured = id === undefined ? [config] : [config, id];
    const request = new pb.ConfigureRequest();
    if (id !== undefined) request.setId(id);
    request.setArgs(toStruct(config));
    await call<pb.ConfigureResponse>((done) => client.configure(request, done));
  };
  return {
    configure,
    configureAgain: () => configure(...configured),
    said: (severity) =>
      lines.filter((line) => line.severity === severity).map(({ message }) => message),
    async checkConfig(newInputs) {
      const request = new pb.CheckRequest();
      request.setNews(toStruct(newInputs));
      const response = await call<pb.CheckResponse>((done) => client.checkConfig(request, done));
      return {
        inputs: fromStruct(response.getInputs()),
        raw: rawFromStruct(response.getInputs()),
        failures: failuresOf(response.getFailuresList()),
      };
    },
    async diffConfig(oldInputs, newInputs) {
      const request = new pb.DiffRequest();
      request.setOldInputs(toStruct(oldInputs));
      request.setNews(toStruct(newInputs));
      return diffResponse(await call<pb.DiffResponse>((done) => client.diffConfig(request, done)));
    },
    async check(urn, newInputs, oldInputs) {
      const request = about(new pb.CheckRequest(), urn);
      request.setNews(toStruct(newInputs));
      if (oldInputs !== undefined) request.setOlds(toStruct(oldInputs));
      const response = await call<pb.CheckResponse>((done) => client.check(request, done));
      return {
        inputs: fromStruct(response.getInputs()),
        failures: failuresOf(response.getFailuresList()),
      };
    },
    async diff(urn, { id, oldOutputs, oldInputs, newInputs }) {
      const request = about(new pb.DiffRequest(), urn);
      request.setId(id);
      request.setOlds(toStruct(oldOutputs));
      request.setOldInputs(toStruct(oldInputs));
      request.setNews(toStruct(newInputs));
      return diffResponse(await call<pb.DiffResponse>((done) => client.diff(request, done)));
    },
    async create(urn, inputs, { preview = false, timeout = 0 } = {}) {
      const request = about(new pb.CreateRequest(), urn);
      request.setProperties(toStruct(inputs));
      request.setPreview(preview);
      request.setTimeout(timeout);
      const response = await call<pb.CreateResponse>((done) => client.create(request, done));
      return {
        id: response.getId(),
        properties: fromStruct(response.getProperties()),
        raw: rawFromStruct(response.getProperties()),
      };
    },
    async read(urn, id, state, inputs) {
      const request = about(new pb.ReadRequest(), urn);
      request.setId(id);
      if (state !== undefined) request.setProperties(toStruct(state));
      if (inputs !== undefined) request.setInputs(toStruct(inputs));
      const response = await call<pb.ReadResponse>((done) => client.read(request, done));
      return {
        id: response.getId(),
        properties: fromStruct(response.getProperties()),
        raw: rawFromStruct(response.getProperties()),
        inputs: fromStruct(response.getInputs()),
      };
    },
    async update(
      urn,
      { id, oldOutputs, oldInputs, newInputs },
      { preview = false, timeout = 0 } = {},
    ) {
      const request = about(new pb.UpdateRequest(), urn);
      request.setId(id);
      request.setOlds(toStruct(oldOutputs));
      request.setOldInputs(toStruct(oldInputs));
      request.setNews(toStruct(newInputs));
      request.setPreview(preview);
      request.setTimeout(timeout);
      return fromStruct(
        (await call<pb.UpdateResponse>((done) => client.update(request, done))).getProperties(),
      );
    },
    async delete(urn, id, state, inputs, timeout = 0) {
      const request = about(new pb.DeleteRequest(), urn);
      request.setId(id);
      request.setProperties(toStruct(state));
      request.setOldInputs(toStruct(inputs));
      request.setTimeout(timeout);
      await call<Empty>((done) => client.delete(request, done));
    },
    async invoke(token, args) {
      const request = new pb.InvokeRequest();
      request.setTok(token);
      request.setArgs(toStruct(args));
      const response = await call<pb.InvokeResponse>((done) => client.invoke(request, done));
      return { result: fromStruct(response.getReturn()) };
    },
    async schema() {
      return (
        await call<pb.GetSchemaResponse>((done) =>
          client.getSchema(new pb.GetSchemaRequest(), done),
        )
      ).getSchema();
    },
    async cancel() {
      await call<Empty>((done) => client.cancel(new Empty(), done));
    },
    close,
  };
}
