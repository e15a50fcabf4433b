import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";

import { unary } from "./calls";
import type { Running } from "./calls";
import { ProviderService } from "./providerService";
import { ResourceService } from "./resourceService";
import type { ProviderDefinition } from "./types";

type Implemented =
  | "handshake" | "attach" | "getPluginInfo" | "getSchema"
  | "checkConfig" | "diffConfig" | "configure" | "invoke" | "cancel"
  | "check" | "diff" | "create" | "read" | "update" | "delete"; // prettier-ignore

/** Pulumi's gRPC service `ResourceProvider`, implemented for a provider. */
export function service(
  definition: ProviderDefinition,
  running: Running,
): UntypedServiceImplementation {
  const provider = new ProviderService(definition, running);
  const resource = new ResourceService(definition, running);
  const methods: Pick<IResourceProviderServer, Implemented> = {
    handshake: unary(running, (request) => provider.handshake(request)),
    attach: unary(running, (request) => provider.attach(request)),
    getPluginInfo: unary(running, () => provider.getPluginInfo()),
    getSchema: unary(running, () => provider.getSchema()),
    checkConfig: unary(running, (request) => provider.checkConfig(request)),
    diffConfig: unary(running, (request) => provider.diffConfig(request)),
    configure: unary(running, (request) => provider.configure(request)),
    invoke: unary(running, (request) => provider.invoke(request)),
    cancel: unary(running, () => provider.cancel()),
    check: unary(running, (request) => resource.check(request)),
    diff: unary(running, (request) => resource.diff(request)),
    create: unary(running, (request) => resource.create(request)),
    read: unary(running, (request) => resource.read(request)),
    update: unary(running, (request) => resource.update(request)),
    delete: unary(running, (request) => resource.delete(request)),
  };
  return { ...methods };
}
