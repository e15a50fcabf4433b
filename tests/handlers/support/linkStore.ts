import type { AwsServer, Input, Reply } from "./awsServer";

type Value = Readonly<Record<string, string>>;
type Item = Record<string, Value>;

/** `#a = :b`, or `#a = if_not_exists(#a, :b)`. */
const assignment = /^(#\w+) = (?:(:\w+)|if_not_exists\((#\w+), (:\w+)\))$/;

function failure(type: string): Reply {
  return { status: 400, body: { __type: `com.amazonaws.dynamodb.v20120810#${type}` } };
}

/** Tables of DynamoDB on the tests' server, with the expressions that the relay uses and no others. */
export class LinkStore {
  /** By their keys. */
  readonly items = new Map<string, Item>();
  /** Most items that one scan returns. */
  pageSize = 100;

  /** @param aws gets the operations of DynamoDB */
  constructor(aws: AwsServer) {
    aws.more.set("GetItem", ({ Key: key }) => {
      const item = this.items.get(this.idOf(key));
      return { body: item ? { Item: item } : {} };
    });
    aws.more.set("UpdateItem", (input) => this.update(input));
    aws.more.set("Scan", (input) => this.scan(input));
    aws.more.set("DeleteItem", ({ Key: key }) => {
      this.items.delete(this.idOf(key));
      return { body: {} };
    });
  }

  private idOf(key: unknown): string {
    return (key as { readonly id: { readonly S: string } }).id.S;
  }

  private update(input: Input): Reply {
    const names = input["ExpressionAttributeNames"] as Readonly<Record<string, string>>;
    const values = input["ExpressionAttributeValues"] as Readonly<Record<string, Value>>;
    const id = this.idOf(input["Key"]);
    const before = this.items.get(id);
    const condition = input["ConditionExpression"];
    if (condition !== undefined) {
      if (condition !== "attribute_not_exists(#at) OR #at <= :at")
        return failure("ValidationException");
      const at = before?.[names["#at"] ?? ""]?.["S"];
      if (at !== undefined && at > (values[":at"]?.["S"] ?? ""))
        return failure("ConditionalCheckFailedException");
    }
    const item: Item = { id: { S: id }, ...before };
    for (const part of String(input["UpdateExpression"])
      .replace(/^SET /, "")
      .split(/, (?=#)/)) {
      const [, target = "", value, , otherwise] = assignment.exec(part) ?? [];
      const name = names[target];
      const given = values[value ?? otherwise ?? ""];
      if (name === undefined || given === undefined) return failure("ValidationException");
      if (value !== undefined || item[name] === undefined) item[name] = given;
    }
    this.items.set(id, item);
    return { body: {} };
  }

  private scan({ ExclusiveStartKey: from }: Input): Reply {
    const keys = [...this.items.keys()].sort();
    const start = from === undefined ? 0 : keys.indexOf(this.idOf(from)) + 1;
    const page = keys.slice(start, start + this.pageSize);
    const last = page.at(-1);
    const isEnd = start + this.pageSize >= keys.length || last === undefined;
    return {
      body: {
        Items: page.map((key) => this.items.get(key)),
        ...(!isEnd && { LastEvaluatedKey: { id: { S: last } } }),
      },
    };
  }
}
