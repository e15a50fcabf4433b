import { getLogGroup } from "@pulumi/aws/cloudwatch/getLogGroup";
import { getTable } from "@pulumi/aws/dynamodb/getTable";
import { getRole } from "@pulumi/aws/iam/getRole";
import { getFunction } from "@pulumi/aws/lambda/getFunction";
import { getBucket } from "@pulumi/aws/s3/getBucket";
import { getSecret } from "@pulumi/aws/secretsmanager/getSecret";
import { getQueue } from "@pulumi/aws/sqs/getQueue";

import { ownerTag } from "../naming";
import type { Creates } from "./creates";
import { queueAttributes } from "./queueAttributes";
import { tableCreatedAt } from "./tableCreatedAt";

/** An object in AWS, with its id as the AWS provider forms it. */
export interface Existing {
  readonly id: string;
  readonly tags: Readonly<Record<string, string>>;
  /**
   * When it was created, in milliseconds since 1970. Undefined: AWS does not show it. A function where that takes
   * another request.
   */
  readonly createdAt?: number | (() => Promise<number | undefined>) | undefined;
}

/**
 * Finds an object by its name. Fails when there is none, or when the deployer may not look.
 *
 * @param owner the owner tag of this state; "" when it is not known
 */
type Find = (name: string, owner: string) => Promise<Existing>;

const queueType = "aws:sqs/queue:Queue";

/** How each type is found, by type. */
export const finders: Readonly<Record<string, Find>> = {
  "aws:cloudwatch/logGroup:LogGroup": async (name) => {
    const { id, tags, creationTime } = await getLogGroup({ name });
    return { id, tags, createdAt: timeOf(creationTime) };
  },
  "aws:dynamodb/table:Table": async (name) => {
    const { arn, id, tags } = await getTable({ name });
    return { id, tags, createdAt: () => tableCreatedAt(arn) };
  },
  "aws:iam/role:Role": async (name) => {
    const { id, tags, createDate } = await getRole({ name });
    return { id, tags, createdAt: timeOf(createDate) };
  },
  // AWS shows when a function was last changed. Nobody has changed one that a killed create has left.
  "aws:lambda/function:Function": async (functionName) => {
    const { id, tags, lastModified } = await getFunction({ functionName });
    return { id, tags, createdAt: timeOf(lastModified) };
  },
  "aws:secretsmanager/secret:Secret": async (name) => {
    const { id, tags, createdDate } = await getSecret({ name });
    return { id, tags, createdAt: timeOf(createdDate) };
  },
  // The lookup does not return the tags, but the owner is part of the name. When the bucket was created, AWS shows only
  // to a deployer that may list all buckets of the account.
  "aws:s3/bucket:Bucket": async (bucket, owner) => {
    const { id } = await getBucket({ bucket });
    return { id, tags: { [ownerTag]: owner } };
  },
  [queueType]: async (name) => {
    const { url: id, tags } = await getQueue({ name });
    return { id, tags, createdAt: () => queueCreatedAt(id) };
  },
};

async function queueCreatedAt(url: string): Promise<number | undefined> {
  const { CreatedTimestamp: seconds } = await queueAttributes(url, ["CreatedTimestamp"]);
  return seconds === undefined ? undefined : timeOf(Number(seconds) * 1000);
}

/** Milliseconds since 1970, from a number or a date as text. Undefined when it is neither. */
function timeOf(shown: unknown): number | undefined {
  const time = typeof shown === "string" ? Date.parse(shown) : shown;
  return typeof time === "number" && Number.isFinite(time) ? time : undefined;
}

/** A resource that is about to be registered: its type, and of its inputs name and tags. */
export interface Registered {
  readonly type: string;
  readonly name: unknown;
  /** Value of its owner tag. Undefined in the first preview of a stack, which could have left nothing. */
  readonly owner: string | undefined;
}

/** What decides whether an object is imported instead of created. */
export interface AdoptionRules {
  /** `adobe-aep:adoptExisting`. */
  readonly adoptExisting: boolean;
  readonly hasCompleted: () => Promise<boolean>;
  readonly creates: Pick<Creates, "isOpen" | "wasKilled">;
  /** Account, region, stack and backend, for the journal. */
  readonly scope: () => Promise<string>;
  readonly finders: Readonly<Record<string, Find>>;
}

/**
 * The id of the object that the resource must import: one that an interrupted deployment of this stack has
 * left in AWS. It has the owner tag of this state, and this machine's journal says that its create was killed.
 * Any other object with the tag may be live elsewhere, as it has left the state (`pulumi state move`, a copy of the
 * state). For those, and for objects of other states, the user has to say it: `npx chatlio-aep adopt`.
 *
 * The engine ignores the id for a resource that the state has.
 *
 * @returns undefined when the resource is to be created.
 */
export async function leftoverOf(
  { type, name, owner }: Registered,
  rules: AdoptionRules,
): Promise<string | undefined> {
  const find = rules.finders[type];
  const isConsented = rules.adoptExisting && type === queueType;
  if (find === undefined || typeof name !== "string") return undefined;
  if (owner === undefined && !isConsented) return undefined;
  // In every update, so that the engine's own provider, which reads the state, does not come and go.
  const completed = await rules.hasCompleted();
  const found = await find(name, owner ?? "").catch(() => undefined);
  if (found === undefined) return undefined;
  const { id, tags, createdAt } = found;
  if (owner !== undefined && tags[ownerTag] === owner) {
    if (rules.adoptExisting) return id;
    const leftover = { owner, type, name, id };
    const scope = await rules.scope();
    if (!rules.creates.isOpen(leftover, scope)) return undefined;
    const time =
      typeof createdAt === "function" ? await createdAt().catch(() => undefined) : createdAt;
    return rules.creates.wasKilled({ ...leftover, createdAt: time }, scope) ? id : undefined;
  }
  return isConsented && !completed ? id : undefined;
}
