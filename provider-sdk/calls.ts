import type { handleUnaryCall } from "@grpc/grpc-js";
import type { EngineLog } from "./engineLog";
import { isFault, toServiceError } from "./errors";
import type { Operations } from "./operations";

/** What a running server has one of. */
export interface Running {
  readonly operations: Operations;
  readonly log: EngineLog;
}

/** A unary gRPC method from a function that returns or throws. */
export function unary<Request, Response>(
  running: Running,
  run: (request: Request) => Response | Promise<Response>,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    void (async () => {
      try {
        callback(null, await run(call.request));
      } catch (error) {
        if (isFault(error)) running.log.write("debug", "", error.stack ?? error.message);
        callback(toServiceError(error));
      }
    })();
  };
}
