import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";

/** The log groups of a stack. */
export interface LogGroups {
  readonly api: pulumi.Input<string>;
  readonly receiver: pulumi.Input<string>;
  readonly forwarder: pulumi.Input<string>;
  readonly keeper: pulumi.Input<string>;
  /** Left out: nothing looks at AEP on a schedule. */
  readonly reconciler?: pulumi.Input<string>;
}

/** A query in the language of CloudWatch Logs Insights. */
export interface SavedQuery {
  /** Name in the console. */
  readonly title: string;
  readonly groups: readonly (keyof LogGroups)[];
  readonly lines: readonly string[];
}

/** The saved queries, by the last part of their resource's name. docs/operating.md describes them. */
export const savedQueries = {
  event: {
    title: "What happened to this event",
    groups: ["api", "receiver", "forwarder", "keeper", "reconciler"],
    lines: [
      "# Put the request id or the _id of the row in place of PASTE-ID.",
      "fields @timestamp, level, message, event, reason, receive, seconds, lagMs, status, batchId, requestId, id",
      'filter requestId = "PASTE-ID" or id = "PASTE-ID"',
      "sort @timestamp asc",
    ],
  },
  rejected: {
    title: "Who was rejected",
    groups: ["api"],
    lines: [
      "filter status >= 400",
      "stats count(*) as requests, min(@timestamp) as first, max(@timestamp) as last by sourceIp, status, routeKey",
      "sort requests desc",
      "limit 100",
    ],
  },
  slow: {
    title: "What is slow",
    groups: ["forwarder"],
    lines: [
      'filter message = "delivered"',
      "fields @timestamp, event, lagMs / 1000 as seconds, receive, requestId",
      "sort lagMs desc",
      "limit 100",
    ],
  },
  failing: {
    title: "What is failing",
    groups: ["receiver", "forwarder", "keeper", "reconciler"],
    lines: [
      'filter level in ["WARN", "ERROR"]',
      "stats count(*) as times, min(@timestamp) as first, max(@timestamp) as last by level, message, reason, error",
      "sort times desc",
      "limit 100",
    ],
  },
} as const satisfies Readonly<Record<string, SavedQuery>>;

/** The text of a query. A comment is a line of its own; the commands are joined by pipes. */
export function queryText({ lines }: Pick<SavedQuery, "lines">): string {
  const comments = lines.filter((line) => line.startsWith("#"));
  const commands = lines.filter((line) => !line.startsWith("#"));
  return [...comments, commands.join("\n| ")].join("\n");
}

export interface SavedQueriesArgs {
  /** Folder in the console. */
  readonly folder: string;
  readonly groups: LogGroups;
}

/** Queries for the questions that an operator has, in CloudWatch Logs Insights. */
export class SavedQueries extends pulumi.ComponentResource {
  constructor(name: string, args: SavedQueriesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("chatlio-aep:relay:SavedQueries", name, {}, opts);
    for (const [id, query] of Object.entries(savedQueries)) {
      new cloudwatch.QueryDefinition(
        `${name}-${id}`,
        {
          name: `${args.folder}/${query.title}`,
          logGroupNames: query.groups.flatMap((group) => args.groups[group] ?? []),
          queryString: queryText(query),
        },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }
}
