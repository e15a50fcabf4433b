import * as z from "zod";

import { keyInfo } from "./keys";
import { boolean, integer } from "./scalars";

/** The key itself and not an alias: the roles' policies must name it. */
const keyArn = /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/;
const policyArn = /^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/[\w+=,.@/-]+$/;

const concurrencyNames = "receiver, forwarder";

/** The keys of `chatlio-aep:` for AWS accounts with rules of their own. */
export const awsKeys = {
  "chatlio-aep:kmsKey": z
    .string()
    .regex(keyArn, {
      error:
        "must be the ARN of a KMS key: arn:aws:kms:<region>:<account>:key/<id>, not of an alias",
    })
    .optional()
    .register(keyInfo, {
      description:
        "ARN of your KMS key, which then encrypts the queues, the bucket, the secrets and the logs at rest. Its key policy must let CloudWatch Logs use it, and in a live relay a change needs a step before it ([how](operating.md#your-own-kms-key)).",
      example:
        "chatlio-aep:kmsKey arn:aws:kms:us-east-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef",
      default: "keys that AWS manages",
    }),
  "chatlio-aep:permissionsBoundary": z
    .string()
    .regex(policyArn, {
      error: "must be the ARN of an IAM policy: arn:aws:iam::<account>:policy/<name>",
    })
    .optional()
    .register(keyInfo, {
      description:
        "ARN of an IAM policy that is set as the permissions boundary of the functions' roles. It must allow what [the roles](operating.md#permissions-of-the-functions) need.",
      example: "chatlio-aep:permissionsBoundary arn:aws:iam::123456789012:policy/boundary",
      default: "none",
    }),
  "chatlio-aep:tracing": boolean.default(false).register(keyInfo, {
    description:
      "`true`: AWS X-Ray records how long each invocation of the functions takes. Traces contain no payloads, tokens or URLs.",
    example: "chatlio-aep:tracing true",
  }),
  "chatlio-aep:reservedConcurrency": z
    .strictObject(
      { receiver: integer(1, 10_000).optional(), forwarder: integer(2, 10_000).optional() },
      {
        error: (issue) =>
          issue.code === "unrecognized_keys"
            ? `is not a function of the relay; there are ${concurrencyNames}`
            : `must be an object of numbers for ${concurrencyNames}`,
      },
    )
    .prefault({})
    .register(keyInfo, {
      description:
        "Invocations that AWS reserves for each function: others in the account cannot take them away, and the function never has more. Requests to the receiver beyond them get a 503, and Chatlio is not known to try again. For the forwarder, at least `delivery.maxConcurrency`. AWS keeps 100 of the account's quota unreserved.",
      example: "--path 'chatlio-aep:reservedConcurrency.receiver' 50",
      exampleFitsOnePart: true,
      default: "none: the functions share the account's concurrency",
    }),
  "chatlio-aep:rateLimit": z
    .strictObject(
      {
        perSecond: integer(1, 10_000).default(200),
        burst: integer(1, 5_000).default(500),
      },
      {
        error: (issue) =>
          issue.code === "unrecognized_keys"
            ? "is not a part of the limit; there are perSecond, burst"
            : "must be an object of numbers for perSecond, burst",
      },
    )
    .prefault({})
    .register(keyInfo, {
      description:
        "Webhooks that the API accepts in a second on average, and at once. Beyond that AWS responds with 429, and Chatlio is not known to try again. The default is far above what widgets send and far below what would be expensive. All APIs of an account and region share 10,000 a second and 5,000 at once, unless AWS has raised your quota ([what to set for how many events](scale.md)).",
      example: "--path 'chatlio-aep:rateLimit.perSecond' 1500",
      exampleFitsOnePart: true,
      default: "200 a second, 500 at once",
    }),
};
