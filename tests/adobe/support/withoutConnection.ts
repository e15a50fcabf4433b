import { Metadata, status, type MethodDefinition, type ServiceError } from "@grpc/grpc-js";
import {
  ResourceProviderService,
  type ResourceProviderClient,
} from "@pulumi/pulumi/proto/provider_grpc_pb";

import type { ProviderDefinition } from "../../../provider-sdk";
import { EngineLog } from "../../../provider-sdk/engineLog";
import { forUser } from "../../../provider-sdk/limits";
import { Operations } from "../../../provider-sdk/operations";
import { service } from "../../../provider-sdk/service";
import type { Severity } from "../../../provider-sdk/types";
import type { Line } from "./engineLog";

type Done = (error: ServiceError | null, response?: unknown) => void;
type Method = MethodDefinition<unknown, unknown>;
type Handler = (
  call: { readonly request: unknown },
  callback: (error: Partial<ServiceError> | null, response?: unknown) => void,
) => void;

/** The lines that the engine would show. */
class KeptLog extends EngineLog {
  constructor(private readonly lines: Line[]) {
    super();
  }

  override write(severity: Severity, urn: string, message: string): void {
    this.lines.push({ severity, urn, message: forUser(message) });
  }
}

/** What a client gets of an error. */
function received({ code, message, metadata }: Partial<ServiceError>): ServiceError {
  const details = message ?? "";
  return Object.assign(new Error(details), {
    code: code ?? status.UNKNOWN,
    details,
    metadata: metadata ?? new Metadata(),
  });
}

/**
 * A client of a provider, with no connection between them: HTTP/2 on both ends is a fifth of the CPU of the provider's
 * tests. Requests and responses are serialized and read as if they had crossed one. `tests/provider-sdk` and the engine's
 * tests have real ones.
 *
 * @param lines - gets what the engine would show
 */
export function withoutConnection(definition: ProviderDefinition, lines: Line[]) {
  const operations = new Operations();
  const handlers = service(definition, { operations, log: new KeptLog(lines) });
  const open = new Set<Promise<void>>();
  const call = ([name, method]: [string, Method]) => {
    const handler = handlers[name] as unknown as Handler | undefined;
    const send = (message: unknown, done: Done): void => {
      const request = method.requestDeserialize(method.requestSerialize(message));
      const ended = new Promise<void>((resolve) => {
        const respond = (error: Partial<ServiceError> | null, response?: unknown) => {
          resolve();
          if (error === null)
            done(null, method.responseDeserialize(method.responseSerialize(response)));
          else done(received(error));
        };
        setImmediate(() => {
          if (handler === undefined) respond({ code: status.UNIMPLEMENTED, message: name });
          else handler({ request }, (...end) => setImmediate(() => respond(...end)));
        });
      });
      open.add(ended);
      void ended.then(() => open.delete(ended));
    };
    return [name, send];
  };
  const methods = Object.entries(ResourceProviderService as unknown as Record<string, Method>);
  const client = Object.fromEntries(methods.map(call)) as unknown as ResourceProviderClient;
  return {
    client,
    /** Aborts the operations in flight, and waits for their ends. */
    close: async () => {
      operations.cancelAll("the provider is stopping");
      await Promise.all(open);
    },
  };
}
