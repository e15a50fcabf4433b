import type { Rule } from "../resource";
import { bucketClosed } from "./buckets";
import { dataProtected, functionLogs, logRetention } from "./data";
import { noPublicFunctionUrl, noWildcard } from "./permissions";
import { deadLetterQueue, encryption, visibilityTimeout } from "./queues";
import { noPlainSecret } from "./secrets";

/** All rules of the pack. */
export const rules: readonly Rule[] = [
  encryption,
  deadLetterQueue,
  visibilityTimeout,
  noWildcard,
  noPublicFunctionUrl,
  noPlainSecret,
  logRetention,
  functionLogs,
  dataProtected,
  bucketClosed,
];
