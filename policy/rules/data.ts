import { parsed, textOf, type Finding, type ResourceRule, type StackRule } from "../resource";
import { isBucket } from "./buckets";

/** Logs that are kept for ever cost money for ever. */
export const logRetention: ResourceRule = {
  name: "log-retention",
  description: "Every log group deletes its events after some time.",
  check: ({ type, props }) =>
    type === "aws:cloudwatch/logGroup:LogGroup" && !(Number(props["retentionInDays"]) > 0)
      ? ["The log group keeps its events for ever. Set retentionInDays."]
      : [],
};

/** Lambda creates a log group that it does not find, and that one keeps its events for ever. */
export const functionLogs: StackRule = {
  name: "function-logs",
  description: "Every function writes to a log group of the stack.",
  checkStack: (resources) => {
    const groups = new Set<unknown>(
      resources
        .filter(({ type }) => type === "aws:cloudwatch/logGroup:LogGroup")
        .map(({ props }) => props["name"]),
    );
    return resources
      .filter(({ type }) => type === "aws:lambda/function:Function")
      .flatMap((resource): Finding[] => {
        const { loggingConfig, name } = resource.props;
        const group = textOf(parsed(loggingConfig)["logGroup"]) || `/aws/lambda/${textOf(name)}`;
        const message = `The stack has no log group ${group}, in which the function writes.`;
        return groups.has(group) ? [] : [{ resource, message }];
      });
  },
};

/** `forceDestroy` is set unless `chatlio-aep:protectData` keeps the data. */
export const dataProtected: ResourceRule = {
  name: "data-protected",
  description: "A destroy keeps the dataset and its rows, and a bucket with objects.",
  check: (resource) => {
    const { type, props } = resource;
    if (props["forceDestroy"] !== true) return [];
    if (isBucket(resource)) return ["A destroy deletes the bucket with its objects."];
    return type === "adobe-aep:catalog:Dataset"
      ? ["A destroy deletes the dataset with its rows. Set chatlio-aep:protectData to true."]
      : [];
  },
};
