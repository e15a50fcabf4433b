import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";

import type { Settings } from "../../config";
import { keepsName, type OutputNamer } from "../../naming";
import type { AlarmSources } from "../alarms/definition";
import { savedQueries, type LogGroups } from "../queries";
import { graphs } from "./graphs";
import { tables } from "./tables";
import { alarmStates, graph, logTable, place, text, type Widget } from "./widgets";

export interface DashboardArgs {
  readonly settings: Settings;
  readonly names: OutputNamer;
  readonly sources: AlarmSources;
  readonly groups: LogGroups;
  /** ARNs of the stack's alarms. */
  readonly alarms: readonly pulumi.Input<string>[];
}

/** A CloudWatch dashboard for somebody who has not seen the stack before. */
export class Dashboard extends pulumi.ComponentResource {
  constructor(name: string, args: DashboardArgs, opts?: pulumi.ComponentResourceOptions) {
    super("chatlio-aep:relay:Dashboard", name, {}, opts);
    const { names, settings } = args;
    const { region } = settings;
    const widgets: Widget[] = [
      text(introduction(settings), 5),
      ...(args.alarms.length > 0 ? [alarmStates(args.alarms)] : []),
      ...graphs(args.sources).map((one) => graph(region, one)),
      ...tables.map((query) => logTable(region, query, args.groups)(fromGroups)),
    ];
    new cloudwatch.Dashboard(
      `${name}-overview`,
      {
        dashboardName: names("dashboard", "overview"),
        dashboardBody: pulumi.jsonStringify({ widgets: place(widgets) }),
      },
      { parent: this, ...keepsName, ignoreChanges: ["dashboardName"] },
    );
    this.registerOutputs({});
  }
}

/** A query with its log groups, as a widget has it. */
function fromGroups(groups: readonly pulumi.Input<string>[], query: string): pulumi.Input<string> {
  const sources = pulumi
    .all([...groups])
    .apply((all) => all.map((group) => `SOURCE '${group}'`).join(" | "));
  return pulumi.interpolate`${sources} | ${query}`;
}

function introduction({ prefix, relay, stack }: Settings): string {
  const runbooks = relay.runbookUrl;
  const link =
    runbooks === undefined ? "`docs/runbooks.md` of the project" : `[the runbooks](${runbooks})`;
  return [
    `## Stack ${stack} of ${prefix}`,
    "Chatlio → API → receiver → queue → forwarder → Adobe Experience Platform. The receiver responds with 202 when the queue has the event; the forwarder retries for at least 24 hours.",
    "",
    "- **5xx, or webhooks without a valid token (4xx)**: events are being lost. Look at this first.",
    "- **Messages in the dead-letter queue**: `npx chatlio-aep dlq list` shows the reasons, `npx chatlio-aep dlq redrive` sends them again. SQS deletes them after 14 days.",
    "- **Failed attempts**: Adobe's streaming endpoint has a problem. Events wait, and nothing is lost.",
    `- What to do about each alarm is in ${link}. One event's way: Logs Insights → Saved queries → _${savedQueries.event.title}_.`,
  ].join("\n");
}
