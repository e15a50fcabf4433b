import { createHash } from "node:crypto";

import { eventSlugs } from "../../../handlers/model";
import {
  receiverSettings,
  type ReceiverSettings,
  type ReceiverSettingsInput,
} from "../../../handlers/receiver/settings";

/**
 * Milliseconds that a request to the tests' own server may take, where the test is not about timeouts:
 * a loaded machine can take long, and a request that is tried again counts twice.
 */
export const PATIENT = 60_000;

/** A token of 32 random bytes in base64url would look like this. */
export const token = "Zm9yLXRlc3RzLW9ubHktMzItYnl0ZXMtb2YtcmFuZG9t";
export const oldToken = "b2xkZXItdG9rZW4tc3RpbGwtbGl2ZS0zMi1ieXRlcy0h";

export function digest(text: string) {
  return createHash("sha256").update(text).digest("hex");
}

export function receiverInput(changes: Partial<ReceiverSettingsInput> = {}): ReceiverSettingsInput {
  return {
    queueUrl: "http://127.0.0.1:9/000000000000/events",
    deadLetterQueueUrl: "http://127.0.0.1:9/000000000000/dead",
    tokens: [
      { id: "2026b", sha256: digest(token) },
      { id: "2026a", sha256: digest(oldToken) },
    ],
    widgets: ["main", "support"],
    events: [...eventSlugs],
    privacy: {},
    ...changes,
  };
}

export function receiverSettingsOf(changes: Partial<ReceiverSettingsInput> = {}): ReceiverSettings {
  return receiverSettings.parse(receiverInput(changes));
}
