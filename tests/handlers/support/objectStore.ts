import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";

import type { IamRequest } from "./awsServer";

/** What S3 responds: XML, an object, or nothing. */
export interface ObjectReply {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const notFound: ObjectReply = {
  status: 404,
  body: "<Error><Code>NoSuchKey</Code><Message>none</Message></Error>",
};

/** A stub of S3: its objects, by `<bucket>/<key>`. */
export class ObjectStore {
  readonly objects = new Map<string, string>();
  /** When an object was written, when not now: RFC 3339. */
  readonly writtenAt = new Map<string, string>();
  /** Whether S3 denies every request, or fails. */
  behavior: "works" | "denies" | "fails" = "works";

  /** @returns undefined when the request is not for S3 */
  reply(request: IncomingMessage, body: string): readonly [IamRequest, ObjectReply] | undefined {
    const { authorization = "" } = request.headers;
    if (!authorization.includes("/s3/aws4_request")) return undefined;
    const { pathname, searchParams } = new URL(request.url ?? "", "http://s3");
    const object = decodeURIComponent(pathname.slice(1));
    if (searchParams.has("list-type")) {
      return [
        { action: "s3:ListBucket", object },
        this.#works(() => this.#list(object, searchParams)),
      ];
    }
    const actions: Readonly<Record<string, [string, () => ObjectReply]>> = {
      PUT: ["s3:PutObject", () => this.#put(object, body)],
      GET: ["s3:GetObject", () => this.#get(object)],
      DELETE: ["s3:DeleteObject", () => this.#delete(object)],
    };
    const [action, work] = actions[request.method ?? ""] ?? ["", () => notFound];
    return [{ action, object }, this.#works(work)];
  }

  #works(work: () => ObjectReply): ObjectReply {
    if (this.behavior === "works") return work();
    const [status, code] = this.behavior === "fails" ? [503, "SlowDown"] : [403, "AccessDenied"];
    return { status, body: `<Error><Code>${code}</Code></Error>` };
  }

  #put(object: string, body: string): ObjectReply {
    this.objects.set(object, body);
    this.writtenAt.delete(object);
    const digest = createHash("md5").update(body).digest("hex");
    return { status: 200, body: "", headers: { etag: `"${digest}"` } };
  }

  #get(object: string): ObjectReply {
    const body = this.objects.get(object);
    return body === undefined ? notFound : { status: 200, body };
  }

  #delete(object: string): ObjectReply {
    this.objects.delete(object);
    return { status: 204, body: "" };
  }

  /** Two keys a page, so that every list has several. */
  #list(bucket: string, query: URLSearchParams): ObjectReply {
    const name = bucket.replace(/\/$/, "");
    const prefix = `${name}/${query.get("prefix") ?? ""}`;
    const after = `${name}/${query.get("start-after") ?? ""}`;
    const all = [...this.objects.keys()]
      .filter((key) => key.startsWith(prefix) && key > after)
      .sort();
    const from = Number(query.get("continuation-token") ?? 0);
    const page = all.slice(from, from + 2);
    const more = from + 2 < all.length;
    const contents = page.map(
      (key) =>
        `<Contents><Key>${key.slice(name.length + 1)}</Key><LastModified>${this.writtenAt.get(key) ?? new Date().toISOString()}</LastModified></Contents>`,
    );
    const next = more ? `<NextContinuationToken>${from + 2}</NextContinuationToken>` : "";
    return {
      status: 200,
      body: `<?xml version="1.0"?><ListBucketResult><Name>${name}</Name><IsTruncated>${String(more)}</IsTruncated>${contents.join("")}${next}</ListBucketResult>`,
    };
  }
}
