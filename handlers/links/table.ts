import { AwsClient } from "../shared/aws/client";
import { isObject, type JsonObject } from "../shared/json";
import type { Link } from "./link";
import { EXPIRES, KEY, LINK_SECONDS, type LinkSettings } from "./settings";

/** What the forwarder uses of the table of links. */
export interface LinkTable {
  /** Adds what is known of a conversation's visitor. What a newer event has said stays. */
  learn(link: Link, options: { readonly signal?: AbortSignal }): Promise<void>;
  /** What is known of a conversation's visitor. */
  find(
    conversationId: string,
    options: { readonly signal?: AbortSignal },
  ): Promise<Link | undefined>;
}

/** What the attribute of an identity begins with. Each has its own, so that events can add to one another. */
const IDENTITY = "identities.";

const plain = ["visitorUuid", "visitorUserId", "visitorEmail"] as const;

/** The attributes of a link, without key and expiry. */
function attributesOf({ identities = {}, ...link }: Link): readonly (readonly [string, string])[] {
  return [
    ...["conversationId" as const, "at" as const, ...plain].flatMap((name) => {
      const value = link[name];
      return value === undefined ? [] : [[name, value] as const];
    }),
    ...Object.entries(identities).map(([name, value]) => [`${IDENTITY}${name}`, value] as const),
  ];
}

/** A text of an item, as DynamoDB writes it: `{"S": "…"}`. */
function textIn(value: unknown): string | undefined {
  const text = isObject(value) ? value["S"] : undefined;
  return typeof text === "string" ? text : undefined;
}

/** The link of an item, in DynamoDB's JSON. Undefined when it is not one. */
export function readItem(item: unknown): Link | undefined {
  if (!isObject(item)) return undefined;
  const texts = Object.entries(item).flatMap(([name, value]) => {
    const text = textIn(value);
    return text === undefined ? [] : [[name, text] as const];
  });
  const { at, conversationId, ...others } = Object.fromEntries(texts);
  if (at === undefined || conversationId === undefined) return undefined;
  const known = plain.flatMap((name) => {
    const value = others[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const identities = texts.flatMap(([name, value]) =>
    name.startsWith(IDENTITY) ? [[name.slice(IDENTITY.length), value] as const] : [],
  );
  return {
    conversationId,
    at,
    ...Object.fromEntries(known),
    ...(identities.length > 0 && { identities: Object.fromEntries(identities) }),
  };
}

/** An update that sets the attributes, or with `fill` only those that the item lacks. */
function updateOf(attributes: readonly (readonly [string, string])[], fill: boolean) {
  const names = attributes.map(([name], index) => [`#n${index}`, name] as const);
  const values = attributes.map(([, value], index) => [`:v${index}`, { S: value }] as const);
  const sets = attributes.map((_, index) =>
    fill ? `#n${index} = if_not_exists(#n${index}, :v${index})` : `#n${index} = :v${index}`,
  );
  return { names: Object.fromEntries(names), values: Object.fromEntries(values), sets };
}

function isOlder(error: unknown): boolean {
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

  async function update(link: Link, fill: boolean, signal?: AbortSignal): Promise<void> {
    const { names, sets, values } = updateOf(attributesOf(link), fill);
    const input: JsonObject = {
      ...at(link.conversationId),
      UpdateExpression: `SET ${[...sets, "#expires = :expires"].join(", ")}`,
      ExpressionAttributeNames: { ...names, "#expires": EXPIRES, ...(!fill && { "#at": "at" }) },
      ExpressionAttributeValues: {
        ...values,
        ":expires": { N: String(nowInSeconds() + LINK_SECONDS) },
        ...(!fill && { ":at": { S: link.at } }),
      },
      ...(!fill && { ConditionExpression: "attribute_not_exists(#at) OR #at <= :at" }),
    };
    await client.call("UpdateItem", url, input, signal);
  }

  return {
    async learn(link, { signal }) {
      try {
        await update(link, false, signal);
      } catch (error) {
        if (!isOlder(error)) throw error;
        // A newer event came first. This one only adds what that one did not know.
        await update(link, true, signal);
      }
    },

    async find(conversationId, { signal }) {
      const input = { ...at(conversationId), ConsistentRead: true };
      const { Item: item } = await client.call("GetItem", url, input, signal);
      const link = readItem(item);
      // DynamoDB deletes items some days after they have expired.
      const expires = isObject(item) && isObject(item[EXPIRES]) ? Number(item[EXPIRES]["N"]) : NaN;
      return expires > nowInSeconds() ? link : undefined;
    },
  };
}
