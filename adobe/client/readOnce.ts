import { AdobeHttp } from "./http";
import type { Call, HttpResponse } from "./http";

/**
 * The same for a walk through a sandbox: each list and each object is requested once, whoever needs it, and nothing
 * but reads is sent.
 */
export class ReadOnceHttp extends AdobeHttp {
  readonly #responses = new Map<string, Promise<HttpResponse>>();

  override call(call: Call): Promise<HttpResponse> {
    // Only a look for an object that Adobe lists and does not return sends anything else.
    if (call.method !== "GET") return Promise.reject(new NotShownError(NOT_SHOWN));
    const key = JSON.stringify([call.path, call.query, call.headers]);
    const response = this.#responses.get(key) ?? super.call(call);
    this.#responses.set(key, response);
    return response;
  }
}

const NOT_SHOWN =
  "Adobe lists it and does not return it: an access label hides it from this credential, or it has just been deleted";

/** An object is listed and cannot be read. */
export class NotShownError extends Error {
  override readonly name = "NotShownError";
}
