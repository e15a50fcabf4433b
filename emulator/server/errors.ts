import { ApiError } from "../common/apiError";
import type { Reply, Service } from "../common/service";
import { gatewayError, gatewayErrors } from "./gateway";

/** The response to whatever was thrown while a request was handled. */
export function errorResponse(error: unknown, service: Service | undefined, path: string): Reply {
  if (error instanceof ApiError) {
    return { status: error.status, body: error.body, headers: error.headers };
  }
  const { code, message, statusCode } = error as {
    code?: string;
    message?: string;
    statusCode?: number;
  };
  if (code === "FST_ERR_CTP_BODY_TOO_LARGE") {
    return (
      service?.badBody?.("too-large", { path }) ?? {
        status: 413,
        body: { status: 413, title: "Payload Too Large" },
      }
    );
  }
  if (statusCode !== undefined && statusCode < 500) {
    const { status, body, headers } = gatewayError(gatewayErrors.badRequest);
    return { status, body, headers };
  }
  return {
    status: 500,
    body: {
      title: "The emulator failed: this is a bug of the emulator, not a response of Adobe's",
      detail: message,
    },
  };
}
