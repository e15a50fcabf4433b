/**
 * List prices of AWS in US dollars, without free tiers, from the price pages of the services. When you look them up
 * again, change the date too, and run `npm run docs:costs`.
 */
export const prices = {
  region: "us-east-1",
  /** Month in which they were looked up. */
  date: "August 2026",
  /** HTTP API, for each request of at most 512 KB. */
  apiRequest: 1.0 / 1e6,
  lambdaRequest: 0.2 / 1e6,
  /** Lambda on arm64, for each GB of memory and second. */
  lambdaGbSecond: 0.0000133334,
  /** Standard queue, for each request of at most 64 KB. */
  sqsRequest: 0.4 / 1e6,
  /** CloudWatch Logs, for each GB that is written. */
  logGb: 0.5,
  /** CloudWatch Logs, for each GB and month that is kept, compressed. */
  logGbMonth: 0.03,
  /** S3 Standard, for each object that is written. */
  s3Put: 0.005 / 1_000,
  /** S3 Standard, for each GB and month that is kept. */
  s3GbMonth: 0.023,
  /** DynamoDB on demand, for each write of at most 1 KB. */
  tableWrite: 0.625 / 1e6,
  /** DynamoDB on demand, for each consistent read of at most 4 KB. */
  tableRead: 0.125 / 1e6,
  /** DynamoDB, for each GB and month that is kept. */
  tableGbMonth: 0.25,
  secretMonth: 0.4,
  /** KMS, for each request that uses a key of your own. */
  keyRequest: 0.03 / 10_000,
  /** KMS, for a key of your own. */
  keyMonth: 1,
  metricMonth: 0.3,
  /** For each metric that an alarm looks at. */
  alarmMetricMonth: 0.1,
  dashboardMonth: 3,
} as const;
