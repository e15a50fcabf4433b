/** Calls of EventBridge on one rule. */
function on(resource: string, names: string) {
  return [names.split(" ").map((name) => ({ action: `events:${name}`, resource }))];
}

/** What the real AWS provider calls for a rule on the account's default bus. */
export function eventRule(arn: string) {
  return {
    create: on(arn, "PutRule TagResource DescribeRule"),
    read: on(arn, "DescribeRule ListTagsForResource"),
    update: on(arn, "PutRule TagResource UntagResource"),
    delete: on(arn, "DeleteRule"),
  };
}

/** What it calls for a target of a rule. */
export function eventTarget(arn: string) {
  return {
    create: on(arn, "PutTargets ListTargetsByRule"),
    read: on(arn, "ListTargetsByRule"),
    update: on(arn, "PutTargets"),
    delete: on(arn, "RemoveTargets"),
  };
}
