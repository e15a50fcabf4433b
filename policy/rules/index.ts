import type { Rule } from "../resource";
import { bucketClosed } from "./buckets";
import { dataProtected, logRetention, noPlainSecret } from "./data";
import { noPublicFunctionUrl, noWildcard } from "./permissions";
import { deadLetterQueue, encryption, visibilityTimeout } from "./queues";

/** All rules of the pack. */
export const rules: readonly Rule[] = [
  encryption,
  deadLetterQueue,
  visibilityTimeout,
  noWildcard,
  noPublicFunctionUrl,
  noPlainSecret,
  logRetention,
  dataProtected,
  bucketClosed,
];
