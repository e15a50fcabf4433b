import { createHash } from "node:crypto";

import type { Input, Output } from "@pulumi/pulumi";

/** Longest name of each kind of AWS object, in characters (AWS service quotas). */
export const nameLimits = {
  alarm: 255,
  api: 128,
  dashboard: 255,
  function: 64,
  logGroup: 512,
  queue: 80,
  role: 64,
  secret: 512,
  table: 255,
  topic: 256,
} as const;

/** Longest name of a bucket, in characters (Amazon S3, bucket naming rules). */
const MAX_BUCKET_NAME = 63;

/**
 * Name of a stack's bucket. All accounts of AWS share the names of buckets, so a part of it comes from the owner tag,
 * which is random.
 */
export function bucketName(prefix: string, stack: string, part: string, owner: string): string {
  const hash = createHash("sha256").update(`${stack} ${owner}`).digest("hex").slice(0, 10);
  const end = `-${part}-${hash}`;
  const start = `${prefix}-${stack}`.toLowerCase().replace(/[^a-z0-9-]/g, "-");
  return start.slice(0, MAX_BUCKET_NAME - end.length) + end;
}

/** CloudWatch namespace of a stack's metrics: `<prefix>/<stack>`. */
export function metricsNamespace(prefix: string, stack: string): string {
  return `${prefix}/${stack}`.replace(/[^\w.\-/#]/g, "-");
}

/** Returns a physical name of a stack: `<prefix>-<stack>-<part>`. */
export type Namer = (kind: keyof typeof nameLimits, part: string) => string;

/**
 * Joins the start of a name and its last part. When the name is too long, the start is truncated: the
 * last part says what the object is, and a hash of the whole name keeps it apart from others.
 */
export function fit(start: string, part: string, limit: number): string {
  const name = `${start}-${part}`;
  if (name.length <= limit) return name;
  const end = `-${createHash("sha256").update(name).digest("hex").slice(0, 8)}-${part}`;
  return start.slice(0, limit - end.length) + end;
}

/** The physical names for a prefix and a stack. */
export function namer(prefix: string, stack: string): Namer {
  // A stack's name may contain dots, which SQS and Lambda reject.
  const start = `${prefix}-${stack}`.replace(/[^A-Za-z0-9_-]/g, "-");
  return (kind, part) => fit(start, part, nameLimits[kind]);
}

/** As {@link Namer}, for names that the program knows only when it has read the stack's outputs. */
export type OutputNamer = (...args: Parameters<Namer>) => Output<string>;

/**
 * The physical names that begin as the queue's does. AWS overwrites an alarm or a dashboard whose name is taken,
 * without a word. The queue's name is nobody else's, also when stacks have been renamed since, so neither are these.
 *
 * @param events - Name of the queue, `<prefix>-<stack>-events` with prefix and stack as they were when it was created.
 */
export function namerAfter(events: Output<string>): OutputNamer {
  return (kind, part) =>
    events.apply((name) => fit(name.replace(/-events$/, ""), part, nameLimits[kind]));
}

/**
 * Tag of each AWS object that has a name: the state that created it, by the id of its provider for
 * Adobe, which is random. `chatlio-aep adopt` takes an object for this state's by it.
 */
export const ownerTag = "chatlio-aep:owner";

/** Tags of an AWS object. */
export type Tags = Readonly<Record<string, Input<string>>>;

/**
 * Options of a resource whose name AWS cannot change: the resource keeps the name it was created with.
 * Otherwise one that an earlier release has named after a renamed stack, or another `namePrefix`, would be
 * replaced; a queue would leave its messages behind. The engine ignores no change of what it makes again, so
 * the program itself has to give the former name (relay/namedAs.ts). When the user replaces it (`--replace`), the old one goes first: AWS takes a
 * name once.
 */
export const keepsName = { ignoreChanges: ["name"], deleteBeforeReplace: true };

/** The same for a bucket. */
export const keepsBucketName = { ignoreChanges: ["bucket"], deleteBeforeReplace: true };
