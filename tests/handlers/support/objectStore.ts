import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";

import type { IamRequest } from "./awsServer";

/** What S3 responds: XML, an object, or nothing. */
export interface ObjectReply {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function failure(status: number, code: string): ObjectReply {
  return { status, body: `<Error><Code>${code}</Code><Message>none</Message></Error>` };
}

const notFound = failure(404, "NoSuchKey");

function etag(body: string): string {
  return `"${createHash("md5").update(body).digest("hex")}"`;
}

function found(body: string): ObjectReply {
  return { status: 200, body, headers: { etag: etag(body) } };
}

/** A stub of S3: its objects, by `<bucket>/<key>`. */
export class ObjectStore {
  readonly objects = new Map<string, string>();
  /** When an object was written, when not now: RFC 3339. */
  readonly writtenAt = new Map<string, string>();
  /** Whether the bucket keeps what is overwritten or deleted. */
  versioned = false;
  /** What a bucket with versions has kept, by object; undefined is a mark that it was deleted. Newest first. */
  readonly versions = new Map<
    string,
    { readonly id: string; readonly body: string | undefined }[]
  >();
  /** Whether S3 says of an object that is not there only that it is denied, as to who may not list the bucket. */
  hidesMissing = false;
  /** Ids of versions that a lock protects. */
  readonly locked = new Set<string>();
  /** The how manieth request that changes something fails; 0: none. */
  failChange = 0;
  /** What happens before each request, as by somebody else. */
  before: () => void | Promise<void> = () => undefined;
  #lastVersion = 0;
  /** Whether S3 denies every request, or fails. */
  behavior: "works" | "denies" | "fails" = "works";

  /** @returns undefined when the request is not for S3 */
  reply(
    request: IncomingMessage,
    body: string,
  ): readonly [readonly IamRequest[], ObjectReply] | undefined {
    const { authorization = "", "if-match": ifMatch } = request.headers;
    if (!authorization.includes("/s3/aws4_request")) return undefined;
    const { pathname, searchParams } = new URL(request.url ?? "", "http://s3");
    const object = decodeURIComponent(pathname.slice(1));
    if (searchParams.has("list-type")) {
      return [
        [{ action: "s3:ListBucket", object }],
        this.#works(() => this.#list(object, searchParams)),
      ];
    }
    if (searchParams.has("versions")) {
      return [
        [{ action: "s3:ListBucketVersions", object }],
        this.#works(() => this.#listVersions(object, searchParams)),
      ];
    }
    const version = searchParams.get("versionId");
    if (version !== null) {
      const work = () => this.#ofVersion(request.method ?? "", object, version);
      const action = request.method === "DELETE" ? "DeleteObjectVersion" : "GetObjectVersion";
      return [[{ action: `s3:${action}`, object }], this.#works(work, request.method)];
    }
    const actions: Readonly<Record<string, [string, () => ObjectReply]>> = {
      PUT: ["s3:PutObject", () => this.#putIf(ifMatch, object, body)],
      GET: ["s3:GetObject", () => this.#get(object)],
      DELETE: ["s3:DeleteObject", () => this.#delete(object)],
    };
    const [action, work] = actions[request.method ?? ""] ?? ["", () => notFound];
    // The condition shows what the object is, so it takes the permission to read it too (S3's user guide).
    const seen = ifMatch === undefined ? [action] : [action, "s3:GetObject"];
    const requests = seen.map((each) => ({ action: each, object }));
    return [requests, this.#works(work, request.method)];
  }

  #works(work: () => ObjectReply, method = "GET"): ObjectReply {
    const isFailing = method !== "GET" && this.failChange > 0 && (this.failChange -= 1) === 0;
    if (isFailing) return failure(501, "NotImplemented");
    if (this.behavior === "fails") return failure(503, "SlowDown");
    if (this.behavior === "denies") return failure(403, "AccessDenied");
    const reply = work();
    return reply.status === 404 && this.hidesMissing ? failure(403, "AccessDenied") : reply;
  }

  /** Writes an object, without a request. */
  put(object: string, body: string): void {
    this.#put(object, body);
  }

  /** A put on the condition that the current version has this tag. */
  #putIf(tag: string | undefined, object: string, body: string): ObjectReply {
    const current = this.objects.get(object);
    if (tag !== undefined && current === undefined) return notFound;
    if (tag !== undefined && current !== undefined && etag(current) !== tag)
      return failure(412, "PreconditionFailed");
    return this.#put(object, body);
  }

  #put(object: string, body: string): ObjectReply {
    this.objects.set(object, body);
    this.writtenAt.delete(object);
    const version = this.#keepVersion(object, body);
    return { status: 200, body: "", headers: { etag: etag(body), ...version } };
  }

  #keepVersion(object: string, body: string | undefined): Readonly<Record<string, string>> {
    if (!this.versioned) return {};
    const id = `v${(this.#lastVersion += 1)}`;
    this.versions.set(object, [{ id, body }, ...(this.versions.get(object) ?? [])]);
    return { "x-amz-version-id": id };
  }

  /** A request for one version. A bucket without versions calls the only one `null`. */
  #ofVersion(method: string, object: string, id: string): ObjectReply {
    if (!this.versioned) return method === "DELETE" ? this.#delete(object) : this.#get(object);
    const all = this.versions.get(object) ?? [];
    if (method === "GET") {
      const body = all.find((version) => version.id === id)?.body;
      return body === undefined ? failure(404, "NoSuchVersion") : found(body);
    }
    if (this.locked.has(id)) return failure(403, "AccessDenied");
    const rest = all.filter((version) => version.id !== id);
    this.versions.set(object, rest);
    const current = rest[0]?.body;
    if (current === undefined) this.objects.delete(object);
    else this.objects.set(object, current);
    return { status: 204, body: "" };
  }

  /** One object a page. */
  #listVersions(bucket: string, query: URLSearchParams): ObjectReply {
    const name = bucket.replace(/\/$/, "");
    const prefix = `${name}/${query.get("prefix") ?? ""}`;
    const after = query.get("key-marker");
    const keys = [...(this.versioned ? this.versions : this.objects).keys()]
      .filter((key) => key.startsWith(prefix) && (after === null || key > `${name}/${after}`))
      .sort();
    const [key = ""] = keys;
    const all = this.versioned
      ? (this.versions.get(key) ?? [])
      : key === ""
        ? []
        : [{ id: "null", body: this.objects.get(key) }];
    const own = key.slice(name.length + 1);
    const items = all.map(({ body, id }, index) => {
      const tag = body === undefined ? "DeleteMarker" : "Version";
      return `<${tag}><Key>${own}</Key><VersionId>${id}</VersionId><IsLatest>${String(index === 0)}</IsLatest></${tag}>`;
    });
    const more = keys.length > 1;
    const next = more ? `<NextKeyMarker>${own}</NextKeyMarker>` : "";
    return {
      status: 200,
      body: `<?xml version="1.0"?><ListVersionsResult><Name>${name}</Name><IsTruncated>${String(more)}</IsTruncated>${items.join("")}${next}</ListVersionsResult>`,
    };
  }

  #get(object: string): ObjectReply {
    const body = this.objects.get(object);
    return body === undefined ? notFound : found(body);
  }

  #delete(object: string): ObjectReply {
    if (this.objects.has(object)) this.#keepVersion(object, undefined);
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
