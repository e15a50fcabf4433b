/**
 * Makes the clients of Pulumi's SDK connect by themselves. For a process that runs the programs of many engines.
 *
 * By default the clients of a process share what they know of an address. Each engine has a port of its own, and the
 * system gives the port of one that has ended to a later one: the program's calls would then fail at once, because a
 * client of the earlier engine has found nobody there. The Automation API ends such a program without an error, and its
 * engine deletes everything that the program did not register.
 *
 * @param settings - `@pulumi/pulumi/runtime/settings`, as the program loads it
 */
export function connectAlone(settings: object): void {
  const { grpcClientOptions } = settings as { grpcClientOptions: Record<string, unknown> };
  grpcClientOptions["grpc.use_local_subchannel_pool"] = 1;
}
