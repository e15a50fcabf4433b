import * as z from "zod";

import { DEFAULT_CHATLIO_URL } from "../../handlers/reconciler/settings";
import { alarmInfo, alarms } from "./alarms";
import { duration } from "./duration";
import { keyInfo } from "./keys";
import { boolean, orOff, serviceUrl } from "./scalars";

const topicArn = /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/;

/** The keys of `chatlio-aep:` for whoever runs the stack. */
export const operatorKeys = {
  "chatlio-aep:alarmEmail": z
    .email({ error: "must be an email address" })
    .optional()
    .register(keyInfo, {
      description:
        "Email address that gets the [alarms](runbooks.md). AWS sends it a message with a link that must be opened once. Without this key and `alarmTopicArn`, there are no alarms. With either, the Adobe credential is in a secret in AWS, for the alarm `flowDown`.",
      example: "chatlio-aep:alarmEmail operations@example.com",
      default: "none",
    }),
  "chatlio-aep:alarmTopicArn": z
    .string()
    .regex(topicArn, {
      error: "must be the ARN of an SNS topic: arn:aws:sns:<region>:<account>:<name>",
    })
    .optional()
    .register(keyInfo, {
      description:
        "ARN of your SNS topic that gets the alarms. Its policy must let CloudWatch publish to it, as the default policy of a topic in the same account does.",
      example: "chatlio-aep:alarmTopicArn arn:aws:sns:us-east-1:123456789012:operations",
      default: "none",
    }),
  "chatlio-aep:alarms": alarms.register(keyInfo, {
    description: "When each [alarm](runbooks.md) fires; `off` leaves one out.",
    example: "--path 'chatlio-aep:alarms.queueAge' 2h",
    exampleFitsOnePart: true,
    settings: alarmInfo,
    default: "the default of each alarm",
  }),
  "chatlio-aep:runbookUrl": serviceUrl.optional().register(keyInfo, {
    description:
      "Address at which your team reads [runbooks.md](runbooks.md). The text of each alarm has a link to its section there.",
    example: "chatlio-aep:runbookUrl https://wiki.example.com/chatlio-aep/runbooks",
    default: "the text names the file",
  }),
  "chatlio-aep:deadLetterCopies": orOff(
    duration({ unit: "d", min: 1, max: 3_650 }),
    "a length of time",
  )
    .prefault("90d")
    .register(keyInfo, {
      description:
        "How long an encrypted [copy of each DLQ message](operating.md#copies-of-dlq-messages), and what `dlq drop` has dropped, is kept in S3. SQS itself deletes a message after 14 days. `off`: no copies.",
      example: "chatlio-aep:deadLetterCopies 90d",
      default: "90d",
    }),
  "chatlio-aep:archive": orOff(duration({ unit: "d", min: 1, max: 3_650 }), "a length of time")
    .prefault("off")
    .register(keyInfo, {
      description:
        "How long every delivered event is kept in S3, encrypted, so that [`replay`](operating.md#send-events-again) can send it again. `off`: none is kept.",
      example: "chatlio-aep:archive 30d",
      default: "off",
    }),
  "chatlio-aep:reconcile": orOff(duration({ unit: "h", min: 1, max: 24 }), "a length of time")
    .prefault("off")
    .register(keyInfo, {
      description:
        "How often a function compares what was delivered with what AEP has ingested, as [`chatlio-aep reconcile`](operating.md#what-aep-has-rejected-later) does, for the alarm `reconcileGap`: whole hours, at most a day. The Adobe credential is then in a secret in AWS that only this function may read. Not with `metrics: none`. `off`: nothing is compared; for the alarm `flowDown` the function still looks at the dataflow.",
      example: "chatlio-aep:reconcile 6h",
      default: "off",
    }),
  "chatlio-aep:chatlioApiKey": z
    .string({ error: "must be a key" })
    .regex(/^[\x21-\x7e]{8,}$/, { error: "must have at least 8 characters, without spaces" })
    .optional()
    .register(keyInfo, {
      description:
        "API key of your Chatlio account, with which [`chatlio-aep reconcile`](operating.md#webhooks-that-chatlio-never-sent) compares the conversations at Chatlio with the events received. Chatlio's dashboard shows it: widget → _Behavior_ → _Webhooks and post-chat actions_. It stays in the stack's configuration, and is not brought into AWS.",
      example: "chatlio-aep:chatlioApiKey <api key>",
      secret: true,
      env: ["CHATLIO_API_KEY"],
      default: "none: webhooks are compared with their own history",
    }),
  "chatlio-aep:chatlioWidgetIds": z
    .array(
      z
        .string({ error: "must be a widget id" })
        .regex(/^[\w-]{1,100}$/, { error: "must be a widget id: letters, digits, - and _" }),
      { error: "must be a list of Chatlio's widget ids" },
    )
    .default([])
    .register(keyInfo, {
      description:
        "Chatlio's ids of the widgets whose webhooks come to this stack (`widgetid` in your site's embed code), when the account has other widgets too. Only with `chatlioApiKey`.",
      example: "--path 'chatlio-aep:chatlioWidgetIds[0]' 0b6cf4a6-1f6f-4a43-6f35-0a2f0a6e7c11",
      default: "all widgets of the account",
    }),
  "chatlio-aep:chatlioUrl": serviceUrl.default(DEFAULT_CHATLIO_URL).register(keyInfo, {
    description: "Address of Chatlio's server API.",
    example: `chatlio-aep:chatlioUrl ${DEFAULT_CHATLIO_URL}`,
  }),
  "chatlio-aep:dashboard": boolean.default(true).register(keyInfo, {
    description:
      "`true`: a [CloudWatch dashboard](operating.md#dashboard) of the stack. An account has three free; AWS bills each further one.",
    example: "chatlio-aep:dashboard true",
  }),
  "chatlio-aep:savedQueries": boolean.default(true).register(keyInfo, {
    description:
      "`true`: [saved queries](operating.md#saved-queries) in CloudWatch Logs Insights, which AWS does not bill until somebody runs them.",
    example: "chatlio-aep:savedQueries true",
  }),
};
