import { isDeepStrictEqual } from "node:util";

import { AwsClient } from "../shared/aws/client";
import { isObject, type JsonObject } from "../shared/json";
import { knownOf, merged, saidAt, whoOf, type Link } from "./link";
import { EXPIRES, KEY, LINK_SECONDS, type LinkSettings } from "./settings";

/** What the forwarder uses of the table of links. */
export interface LinkTable {
  /** Adds what is known of a conversation's visitor, by {@link merged}: what a newer event has said stays. */
  learn(link: Link, options: { readonly signal?: AbortSignal }): Promise<void>;
  /** What is known of a conversation's visitor. */
  find(
    conversationId: string,
    options: { readonly signal?: AbortSignal },
  ): Promise<Link | undefined>;
}

/** What the attribute begins with that says when a value was last said. Each value has its own, as it has its own value. */
const SAID = "said.";

/** Name of the attribute of an item whose events contradict each other. */
const CHANGED = "changed";

/** The values of a link. Each has an attribute of its own, so that events can add to one another. */
function valuesOf(link: Link): readonly (readonly [string, string])[] {
  return [...knownOf(link)];
}

/** The attributes of a link, without key and expiry. */
function attributesOf(link: Link): readonly (readonly [string, string])[] {
  const values = valuesOf(link);
  return [
    ["conversationId", link.conversationId],
    ["at", link.at],
    ...(link.changed ? [[CHANGED, "yes"] as const] : []),
    ...values,
    ...values.map(([kind]) => [`${SAID}${kind}`, saidAt(link, kind)] as const),
  ];
}

/** A text of an item, as DynamoDB writes it: `{"S": "…"}`. */
function textIn(value: unknown): string | undefined {
  const text = isObject(value) ? value["S"] : undefined;
  return typeof text === "string" ? text : undefined;
}

const plain: readonly string[] = ["visitorUuid", "visitorUserId", "visitorEmail"];

/** Whether an attribute is a value of a link. */
function isKind(name: string): boolean {
  return plain.includes(name) || name.startsWith("identities.");
}

/** The link of an item, in DynamoDB's JSON. Undefined when it is not one. */
export function readItem(item: unknown): Link | undefined {
  if (!isObject(item)) return undefined;
  const texts = Object.entries(item).flatMap(([name, value]) => {
    const text = textIn(value);
    return text === undefined ? [] : [[name, text] as const];
  });
  const { at, conversationId, [CHANGED]: changed, ...others } = Object.fromEntries(texts);
  if (at === undefined || conversationId === undefined) return undefined;
  const known = Object.entries(others).filter(([name]) => isKind(name));
  // An older release has not written when: then it is not known to be of the newest event.
  const said = known.flatMap(([kind]) => {
    const time = others[`${SAID}${kind}`] ?? "";
    return time === at ? [] : [[kind, time] as const];
  });
  return {
    conversationId,
    at,
    ...(changed !== undefined && { changed: true }),
    ...whoOf(known),
    ...(said.length > 0 && { said: Object.fromEntries(said) }),
  };
}

/** Number of the writes of an item, so that one who has read it knows whether it is still so. */
const VERSION = "version";

/** How often a link is written that others write at the same time. */
const ATTEMPTS = 8;

/** Names and values of an expression, with what stands for them. */
class Terms {
  readonly names: Record<string, string> = {};
  readonly values: Record<string, JsonObject> = {};

  name(name: string): string {
    const known = Object.entries(this.names).find(([, each]) => each === name)?.[0];
    const term = known ?? `#n${Object.keys(this.names).length}`;
    this.names[term] = name;
    return term;
  }

  value(value: JsonObject): string {
    const term = `:v${Object.keys(this.values).length}`;
    this.values[term] = value;
    return term;
  }
}

/** Makes the condition under which an update is right, and names the attributes that it removes. */
interface Plan {
  readonly condition: (terms: Terms) => string;
  readonly removed?: readonly string[];
}

/** An event that is not older than the item, and does not contradict it. No others do. */
function agreeing(link: Link): Plan {
  return {
    condition: (terms) => {
      const isNewer = `(attribute_not_exists(${terms.name("at")}) OR ${terms.name("at")} <= ${terms.value({ S: link.at })})`;
      const isOne = `attribute_not_exists(${terms.name(CHANGED)})`;
      const agrees = valuesOf(link).map(([name, value]) => {
        const term = terms.name(name);
        return `(attribute_not_exists(${term}) OR ${term} = ${terms.value({ S: value })})`;
      });
      return [isNewer, isOne, ...agrees].join(" AND ");
    },
  };
}

/** A link in place of the item that was read, if nobody has written it since. */
function replacing(item: JsonObject, found: Link, link: Link): Plan {
  const kept = new Set(attributesOf(link).map(([name]) => name));
  const version = item[VERSION];
  return {
    condition: (terms) =>
      isObject(version)
        ? `${terms.name(VERSION)} = ${terms.value(version)}`
        : `attribute_not_exists(${terms.name(VERSION)})`,
    removed: attributesOf(found).flatMap(([name]) => (kept.has(name) ? [] : [name])),
  };
}

/** What an update sets and removes, and on which condition. */
function updateOf(link: Link, plan: Plan, now: number): JsonObject {
  const terms = new Terms();
  const sets = [
    ...attributesOf(link).map(([name, value]) => [name, { S: value }] as const),
    [EXPIRES, { N: String(now + LINK_SECONDS) }] as const,
  ].map(([name, value]) => `${terms.name(name)} = ${terms.value(value)}`);
  const version = terms.name(VERSION);
  const [none, one] = [terms.value({ N: "0" }), terms.value({ N: "1" })];
  sets.push(`${version} = if_not_exists(${version}, ${none}) + ${one}`);
  const removed = (plan.removed ?? []).map((name) => terms.name(name)).join(", ");
  return {
    UpdateExpression: `SET ${sets.join(", ")}${removed === "" ? "" : ` REMOVE ${removed}`}`,
    ConditionExpression: plan.condition(terms),
    ExpressionAttributeNames: terms.names,
    ExpressionAttributeValues: terms.values,
  };
}

function isRejected(error: unknown): boolean {
  return error instanceof Error && error.name === "ConditionalCheckFailedException";
}

/**
 * The table in DynamoDB. Each request is tried at most twice. The caller limits the total time.
 *
 * @param now milliseconds since 1970
 * @param requestTimeoutMs timeout of one request, in milliseconds
 */
export function dynamoLinks(
  { scope, tableArn }: Pick<LinkSettings, "scope" | "tableArn">,
  now: () => number,
  requestTimeoutMs = 1_000,
): LinkTable {
  const service = { name: "dynamodb", target: "DynamoDB_20120810", protocol: "1.0" } as const;
  const client = new AwsClient(service, { attempts: 2, attemptMs: requestTimeoutMs });
  const [, partition = "", , region = "", , table = ""] = tableArn.split(":");
  const url = `https://dynamodb.${region}.${partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com"}`;
  const nowInSeconds = () => Math.floor(now() / 1_000);
  const at = (conversationId: string) => ({
    TableName: table.replace("table/", ""),
    Key: { [KEY]: { S: `${scope}/${conversationId}` } },
  });

  async function itemOf(conversationId: string, signal?: AbortSignal): Promise<JsonObject> {
    const input = { ...at(conversationId), ConsistentRead: true };
    const { Item: item } = await client.call("GetItem", url, input, signal);
    return isObject(item) ? item : {};
  }

  /** Whether the item was written: not when the plan's condition does not hold. */
  async function write(link: Link, plan: Plan, signal?: AbortSignal): Promise<boolean> {
    const input = { ...at(link.conversationId), ...updateOf(link, plan, nowInSeconds()) };
    try {
      await client.call("UpdateItem", url, input, signal);
      return true;
    } catch (error) {
      if (isRejected(error)) return false;
      throw error;
    }
  }

  /** Brings a link and the item that is there together. */
  async function join(link: Link, signal?: AbortSignal): Promise<boolean> {
    const item = await itemOf(link.conversationId, signal);
    const found = readItem(item);
    if (found === undefined) return write(link, replacing(item, link, link), signal);
    const wanted = merged(found, link);
    if (isDeepStrictEqual(attributesOf(wanted), attributesOf(found))) return true;
    return write(wanted, replacing(item, found, wanted), signal);
  }

  return {
    async learn(link, { signal }) {
      // Most events are the newest, and agree with those before them: one request. Several that were received together
      // are as one when the newest says what the others do.
      const isOne = link.said === undefined && !link.changed;
      if (isOne && (await write(link, agreeing(link), signal))) return;
      for (let attempt = 1; attempt < ATTEMPTS; attempt += 1) if (await join(link, signal)) return;
      throw new Error(
        "Others have written who chats in a conversation at the same time, each time.",
      );
    },

    async find(conversationId, { signal }) {
      const item = await itemOf(conversationId, signal);
      // DynamoDB deletes items some days after they have expired.
      const expires = isObject(item[EXPIRES]) ? Number(item[EXPIRES]["N"]) : NaN;
      return expires > nowInSeconds() ? readItem(item) : undefined;
    },
  };
}
