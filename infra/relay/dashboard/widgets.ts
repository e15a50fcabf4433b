import type { Input } from "@pulumi/pulumi";

import type { Metric } from "../alarms/definition";
import { queryText, type LogGroups, type SavedQuery } from "../queries";

/** Columns of a dashboard. */
export const COLUMNS = 24;

/** One widget without its place (CloudWatch, dashboard body structure). */
export interface Widget {
  readonly type: "metric" | "text" | "log" | "alarm";
  /** In columns. */
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A line of a graph. */
export interface Line {
  readonly label: string;
  readonly metric: Omit<Metric, "stat">;
  /** Such as `Sum` or `p95`. */
  readonly stat: string;
  /** Name for `expression`; the line itself is then not shown when `hidden`. */
  readonly id?: string;
  readonly hidden?: boolean;
}

/** A line that is computed from others. */
export interface MathLine {
  readonly label: string;
  readonly expression: string;
}

export interface Graph {
  readonly title: string;
  readonly lines: readonly (Line | MathLine)[];
  /** What the numbers are. */
  readonly unit: string;
  readonly stacked?: boolean;
  /** Length of the time that a point is for. Default: five minutes. */
  readonly periodSeconds?: number;
}

export function graph(region: string, { periodSeconds = 300, ...one }: Graph): Widget {
  const { lines, stacked = false, title, unit } = one;
  return {
    type: "metric",
    width: COLUMNS / 2,
    height: 6,
    properties: {
      title,
      region,
      view: "timeSeries",
      stacked,
      period: periodSeconds,
      yAxis: { left: { min: 0, label: unit, showUnits: false } },
      metrics: lines.map(toMetric),
    },
  };
}

/** CloudWatch's notation: namespace, name, dimension, value …, options. */
function toMetric(line: Line | MathLine): unknown[] {
  if ("expression" in line) return [{ expression: line.expression, label: line.label }];
  const { namespace, metricName, dimensions } = line.metric;
  const options = {
    label: line.label,
    stat: line.stat,
    ...(line.id === undefined ? {} : { id: line.id }),
    ...(line.hidden ? { visible: false } : {}),
  };
  return [namespace, metricName, ...Object.entries(dimensions).flat(), options];
}

export function text(markdown: string, height: number): Widget {
  return { type: "text", width: COLUMNS, height, properties: { markdown } };
}

export function alarmStates(arns: readonly Input<string>[]): Widget {
  return {
    type: "alarm",
    width: COLUMNS,
    height: 3,
    properties: { title: "Alarms", alarms: arns },
  };
}

/** A table of the logs. The source of a query begins with its log groups. */
export function logTable(region: string, query: SavedQuery, groups: LogGroups) {
  const sources = query.groups.flatMap((group) => groups[group] ?? []);
  return (resolve: (parts: readonly Input<string>[], text: string) => Input<string>): Widget => ({
    type: "log",
    width: COLUMNS / 2,
    height: 6,
    properties: {
      title: query.title,
      region,
      view: "table",
      query: resolve(sources, queryText(query)),
    },
  });
}

/** Puts widgets next to each other and below, in their order. */
export function place(widgets: readonly Widget[]): readonly object[] {
  let [x, y, rowHeight] = [0, 0, 0];
  return widgets.map(({ width, height, ...widget }) => {
    if (x + width > COLUMNS) [x, y, rowHeight] = [0, y + rowHeight, 0];
    const placed = { ...widget, x, y, width, height };
    x += width;
    rowHeight = Math.max(rowHeight, height);
    return placed;
  });
}
