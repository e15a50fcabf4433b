import { readFileSync } from "node:fs";
import path from "node:path";

interface Published {
  readonly names: readonly string[];
  /** The dimensions with which the metric is published. */
  readonly dimensions: readonly string[];
}

/** The metrics of the table in docs/delivery.md. tests/handlers/shared/metrics.test.ts compares it with the code. */
export function documentedMetrics(): readonly string[] {
  const text = readFileSync(path.join(__dirname, "../../docs/delivery.md"), "utf8");
  const section = text.slice(text.indexOf("## Metrics"));
  return [...section.matchAll(/^\| `([\w.<>]+)`/gm)].map(([, name = ""]) => name);
}

/** The metrics that exist, by namespace; `own`: those that the functions write. */
export const publishedMetrics: Readonly<Record<string, Published>> = {
  own: { names: documentedMetrics(), dimensions: ["event"] },
  // Amazon SQS Developer Guide, available CloudWatch metrics.
  "AWS/SQS": {
    names: [
      "ApproximateAgeOfOldestMessage",
      "ApproximateNumberOfMessagesDelayed",
      "ApproximateNumberOfMessagesNotVisible",
      "ApproximateNumberOfMessagesVisible",
      "NumberOfEmptyReceives",
      "NumberOfMessagesDeleted",
      "NumberOfMessagesReceived",
      "NumberOfMessagesSent",
      "SentMessageSize",
    ],
    dimensions: ["QueueName"],
  },
  // AWS Lambda Developer Guide, types of metrics for functions.
  "AWS/Lambda": {
    names: ["Invocations", "Errors", "Throttles", "Duration", "ConcurrentExecutions"],
    dimensions: ["FunctionName"],
  },
  // API Gateway Developer Guide, metrics of HTTP APIs.
  "AWS/ApiGateway": {
    names: ["4xx", "5xx", "Count", "DataProcessed", "IntegrationLatency", "Latency"],
    dimensions: ["ApiId"],
  },
};
