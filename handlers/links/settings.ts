import * as z from "zod/mini";

import { privacyActions } from "../model";

/** Name of the table's key. */
export const KEY = "id";
/** Name of the attribute with the time at which DynamoDB deletes an item, in seconds since 1970. */
export const EXPIRES = "expires";

/** Most bytes of JSON that a link adds to an event. The receiver leaves this much room in each row. */
export const MAX_LINK_BYTES = 1_500;

/** How long a link is kept after the last event of its chat, in seconds: as long as an event may wait in the queue. */
export const LINK_SECONDS = 14 * 24 * 3_600;

/** Where transcripts find the visitors of their chats. */
export const linkSettings = z.object({
  /** ARN of the table in DynamoDB. */
  tableArn: z.string().check(z.regex(/^arn:[\w-]+:dynamodb:[\w-]+:\d*:table\/[\w.-]+$/)),
  /**
   * Part of each key: a digest of the privacy settings and their salt. After a change of them nothing that was learned
   * before is used, as it may have what must not be sent any more.
   */
  scope: z.string().check(z.regex(/^[\w-]{1,64}$/)),
  /** What privacy does with e-mail addresses. Another value than that is not stored. */
  email: z.catch(z.enum(privacyActions), "drop"),
  /** Seconds that a transcript waits, once, for a visitor who is not known yet. */
  waitSeconds: z._default(z.int().check(z.minimum(0), z.maximum(900)), 120),
});

export type LinkSettings = z.output<typeof linkSettings>;
