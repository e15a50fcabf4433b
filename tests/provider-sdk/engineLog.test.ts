import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import * as settings from "@pulumi/pulumi/runtime/settings";

import { EngineLog } from "../../provider-sdk/engineLog";
import { startEngineLog } from "../adobe/support/engineLog";
import { connectAlone } from "../engine/support/ownConnections";

const { grpcClientOptions } = settings as unknown as { grpcClientOptions: object };
connectAlone(settings);

/** Sends a line to an engine by a connection of its own; resolves when the engine has it, or it cannot be sent. */
const senders: Record<string, (address: string) => Promise<() => void>> = {
  "the provider": async (address) => {
    const log = new EngineLog();
    log.connect(address);
    log.write("info", "urn", "line");
    await log.flush();
    return () => log.close();
  },
  "a program of the tests": async (address) => {
    const client = new EngineClient(address, credentials.createInsecure(), grpcClientOptions);
    await new Promise<void>((resolve) => client.log(new LogRequest(), () => resolve()));
    return () => client.close();
  },
};

test.each(Object.entries(senders))(
  "%s reaches an engine whose port an earlier engine had, also when its line came too late for that one",
  async (_, send) => {
    const earlier = await startEngineLog();
    earlier.close();
    const closeLate = await send(earlier.address);

    const engine = await startEngineLog(earlier.address);
    const close = await send(engine.address);
    expect(engine.lines).toHaveLength(1);
    [closeLate, close].forEach((end) => end());
    engine.close();
  },
);
