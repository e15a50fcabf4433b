import type { handleUnaryCall } from "@grpc/grpc-js";

import type { EngineLog } from "./engineLog";
import type { Operations } from "./operations";
import { isBug, toServiceError } from "./serviceErrors";

/** What a running server has one of. */
export interface Running {
  readonly operations: Operations;
  readonly log: EngineLog;
}

/** A unary gRPC method from a function that returns the response or throws. */
export function unary<Request, Response>(
  { log }: Running,
  run: (request: Request) => Response | Promise<Response>,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    void (async () => {
      try {
        callback(null, await run(call.request));
      } catch (error) {
        // The user sees the message only; the stack is for whoever fixes the bug.
        if (isBug(error)) log.write("debug", "", error.stack ?? error.message);
        callback(toServiceError(error));
      }
    })();
  };
}
