import type { AwsServer, Input, Reply } from "./awsServer";

type Value = Readonly<Record<string, string>>;
type Item = Record<string, Value>;

/** `#a = :b`, or `#a = if_not_exists(#a, :b) + :c`. */
const assignment = /^(#\w+) = (?:(:\w+)|if_not_exists\(\1, (:\w+)\) \+ (:\w+))$/;

/** `#a = :b`, `#a <= :b` or `attribute_not_exists(#a)`. */
const comparison = /^(?:(#\w+) (<?=) (:\w+)|attribute_not_exists\((#\w+)\))$/;

/** What the terms of an expression stand for. */
interface Terms {
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, Value>>;
}

function textOf(value: Value | undefined): string | undefined {
  return value && Object.values(value)[0];
}

/** Whether a condition holds: comparisons with OR in parentheses, joined by AND. Undefined when it is not understood. */
function holds(condition: string, item: Item, { names, values }: Terms): boolean | undefined {
  const one = (text: string): boolean | undefined => {
    const [, name, operator, value, missing] = comparison.exec(text) ?? [];
    const attribute = names[name ?? missing ?? ""];
    if (attribute === undefined) return undefined;
    const actual = textOf(item[attribute]);
    if (missing !== undefined) return actual === undefined;
    const wanted = textOf(values[value ?? ""]);
    if (wanted === undefined) return undefined;
    return actual !== undefined && (operator === "=" ? actual === wanted : actual <= wanted);
  };
  const results = condition.split(" AND ").map((part) => {
    const alternatives = part
      .replace(/^\((.* OR .*)\)$/, "$1")
      .split(" OR ")
      .map(one);
    return alternatives.includes(undefined) ? undefined : alternatives.includes(true);
  });
  return results.includes(undefined) ? undefined : !results.includes(false);
}

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
    const names = input["ExpressionAttributeNames"] as Terms["names"];
    const values = input["ExpressionAttributeValues"] as Terms["values"];
    const id = this.idOf(input["Key"]);
    const item: Item = { id: { S: id }, ...this.items.get(id) };
    const isRight = holds(String(input["ConditionExpression"]), item, { names, values });
    if (isRight === undefined) return failure("ValidationException");
    if (!isRight) return failure("ConditionalCheckFailedException");
    const [sets = "", removes = ""] = String(input["UpdateExpression"])
      .replace(/^SET /, "")
      .split(" REMOVE ");
    for (const part of sets.split(/, (?=#)/)) {
      const [, target = "", value, start, step] = assignment.exec(part) ?? [];
      const name = names[target];
      const given = values[value ?? step ?? ""];
      if (name === undefined || given === undefined) return failure("ValidationException");
      const from = item[name] ?? values[start ?? ""];
      item[name] =
        value === undefined ? { N: String(Number(from?.["N"]) + Number(given["N"])) } : given;
    }
    for (const term of removes.split(", ").filter((each) => each !== "")) {
      const name = names[term];
      if (name === undefined) return failure("ValidationException");
      Reflect.deleteProperty(item, name);
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
