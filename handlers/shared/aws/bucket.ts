import * as z from "zod/mini";

import { ExchangeError, type Reply } from "../../../adobe/client/exchange";
import { shortName } from "../log";
import { AwsError, AwsRequests, textOf } from "./requests";

/** Where a function finds a bucket. */
export const bucketSettings = z.object({
  name: z.string().check(z.minLength(1)),
  /** Address of the bucket, with its name in the host. */
  url: z.url({ protocol: /^https$/ }),
});

export type BucketSettings = z.output<typeof bucketSettings>;

/** A bucket of S3, as the functions use it. */
export interface Bucket {
  /**
   * Puts an object, in place of one that has the same key.
   *
   * @param key of letters, digits and `-_./`
   */
  put(key: string, text: string, options: { readonly signal?: AbortSignal }): Promise<void>;
}

/** S3 says in XML what is wrong. */
function errorOf(reply: Reply): AwsError {
  const [, code = "UnknownError"] = /<Code>([^<]+)<\/Code>/.exec(textOf(reply)) ?? [];
  return new AwsError(shortName(code), reply.status);
}

function confirmPut(reply: Reply): void {
  if (reply.status !== 200) throw errorOf(reply);
  // S3 names what it has stored. Whatever else responds with 200 has not stored it.
  if (!reply.headers.get("etag"))
    throw new ExchangeError("S3 did not confirm the object.", "not-confirmed");
}

/**
 * The bucket in AWS. S3 stores nothing whose content is not what the signature says. Each request is tried at
 * most three times. The caller limits the total time.
 *
 * @param requestTimeoutMs timeout of one request, in milliseconds
 */
export function s3Bucket({ name, url }: BucketSettings, requestTimeoutMs = 4_000): Bucket {
  const requests = new AwsRequests("s3", { attempts: 3, attemptMs: requestTimeoutMs });
  return {
    async put(key, text, { signal }) {
      const { endpoint } = requests;
      const base = endpoint === undefined ? url : `${endpoint}/${name}`;
      const request = {
        method: "PUT",
        url: new URL(`${base}/${key}`),
        headers: { "content-type": "application/json" },
        body: text,
      } as const;
      await requests.send(request, confirmPut, signal);
    },
  };
}
