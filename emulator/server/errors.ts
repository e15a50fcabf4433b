import { ApiError } from "../common/apiError";
import type { Reply, Service } from "../common/service";
import { gatewayError, gatewayErrors, tooLarge } from "./gateway";

function replyOf({ status, body, headers }: ApiError): Reply {
  return { status, body, headers };
}

/** The response to whatever was thrown while a request was handled. */
export function errorResponse(error: unknown, service: Service | undefined, path: string): Reply {
  if (error instanceof ApiError) {
    return replyOf(error);
  }
  const { code, message, statusCode } = error as {
    code?: string;
    message?: string;
    statusCode?: number;
  };
  if (code === "FST_ERR_CTP_BODY_TOO_LARGE") {
    return replyOf(service?.badBody?.("too-large", { path }) ?? tooLarge());
  }
  if (statusCode !== undefined && statusCode < 500) {
    return replyOf(gatewayError(gatewayErrors.badRequest));
  }
  return {
    status: 500,
    body: {
      title: "The emulator failed: this is a bug of the emulator, not a response of Adobe's",
      detail: message,
    },
  };
}
