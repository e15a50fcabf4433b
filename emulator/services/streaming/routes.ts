import type { ApiError } from "../../common/apiError";
import { documented } from "../../common/behavior";
import { ok, type Service } from "../../common/service";
import { streamingBehaviors } from "./behaviors";
import { inletError, inletErrors } from "./errors";
import { takeBatch, takeMessage } from "./messages";

const reference = "Streaming ingestion API reference";

/** Largest request (documented): 1 MB. */
const maxRequestBytes = 1024 * 1024;

function badBody(problem: "malformed" | "too-large", path: string): ApiError {
  const inletId = path.slice(path.lastIndexOf("/") + 1);
  return problem === "too-large"
    ? inletError(inletErrors.tooLarge, inletId, "The request is larger than 1 MB")
    : inletError(inletErrors.malformed, inletId, "The body is not valid JSON");
}

/** The streaming endpoints. Open to anyone who knows the URL, unless the endpoint requires a token. */
export const streaming: Service = {
  name: "Streaming ingestion",
  base: "/collection",
  access: "open",
  errors: inletErrors,
  notes: streamingBehaviors,
  badBody: (problem, { path }) => badBody(problem, path),
  routes: [
    {
      method: "POST",
      path: "/:inlet",
      rawBody: true,
      bodyLimit: maxRequestBytes,
      behavior: documented(
        reference,
        "Takes one message in JSON or Smile, raw with x-adobe-flow-id (header or query) or XDM with header and body, and returns 200 with inletId, xactionId, receivedTimeMs.",
      ),
      handle: (call) => ok(takeMessage(call)),
    },
    {
      method: "POST",
      path: "/batch/:inlet",
      rawBody: true,
      bodyLimit: maxRequestBytes,
      behavior: documented(
        reference,
        "Takes many messages, in JSON or Smile, and always returns 207, with one entry for each in their order.",
      ),
      handle: takeBatch,
    },
  ],
};
