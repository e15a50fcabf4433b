import type { Resource } from "../../policy/resource";
import { documentWith, findings, findingsAfter, program, type Props } from "./support";

const kmsKey = "arn:aws:kms:us-east-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef";

test.each<Readonly<Record<string, string>>>([
  { "chatlio-aep:alarmEmail": "operations@example.com", "chatlio-aep:profile": "true" },
  {
    "chatlio-aep:source": "http-api",
    "chatlio-aep:kmsKey": kmsKey,
    "chatlio-aep:tracing": "true",
    "chatlio-aep:privacySalt": "0123456789abcdef0123",
  },
  { "chatlio-aep:mode": "both" },
])("the program violates no rule: %j", async (config) => {
  expect(findings(await program(config))).toEqual([]);
});

describe("each rule finds what violates it, and nothing else", () => {
  let resources: readonly Resource[];

  beforeAll(async () => {
    resources = await program();
  });

  const after = (name: string, props: Props, type?: string) =>
    findingsAfter(resources, name, props, type);

  /** What is found when resources are added to those of the program. */
  function withMore(...more: readonly Resource[]): string[] {
    return findings([...resources, ...more]);
  }

  it("encryption", () => {
    expect(after("relay-queues-events", { sqsManagedSseEnabled: false })).toEqual([
      "encryption: relay-queues-events: The queue does not encrypt its messages at rest.",
    ]);
    expect(after("relay-queues-dead-letters", { policy: undefined })).toEqual([
      "encryption: relay-queues-dead-letters: The queue accepts requests without TLS.",
    ]);
  });

  const denied = {
    Effect: "Deny",
    Principal: "*",
    Action: "sqs:*",
    Resource: "*",
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };

  it.each<[string, object]>([
    ["an action", { Action: ["sqs:SendMessage"] }],
    ["a principal", { Principal: { AWS: "arn:aws:iam::123456789012:root" } }],
    ["another resource", { Resource: "arn:aws:sqs:us-east-1:123456789012:another" }],
    ["all but a principal", { NotPrincipal: { AWS: "123456789012" } }],
    ["all but an action", { NotAction: "sqs:SendMessage", Action: undefined }],
    ["requests with TLS", { Condition: { Bool: { "aws:SecureTransport": "true" } } }],
    [
      "one address",
      {
        Condition: {
          Bool: { "aws:SecureTransport": "false" },
          IpAddress: { "aws:SourceIp": "203.0.113.0/24" },
        },
      },
    ],
    [
      "nothing, because it allows",
      { Effect: "Allow", Principal: "123456789012", Action: "sqs:Get" },
    ],
  ])("encryption: a policy that denies only %s without TLS", (_, statement) => {
    const policy = documentWith({ ...denied, ...statement });
    expect(after("relay-queues-events", { policy })).toContain(
      "encryption: relay-queues-events: The queue accepts requests without TLS.",
    );
    const type = "aws:sqs/queuePolicy:QueuePolicy";
    const queueUrl = "https://sqs.us-east-1.amazonaws.com/123456789012/queue";
    expect(after("own", { queueUrl, policy }, type)).toContain(
      "encryption: own: The queue accepts requests without TLS.",
    );
  });

  it.each<[string, object]>([
    ["each action by *", { Action: ["*"] }],
    ["each principal of AWS", { Principal: { AWS: ["*"] } }],
    [
      "a value that is not a text",
      { Condition: { BoolIfExists: { "AWS:SecureTransport": [false] } } },
    ],
  ])("encryption: a policy that denies everything, with %s", (_, statement) => {
    const policy = documentWith({ ...denied, ...statement });
    expect(after("relay-queues-events", { policy })).toEqual([]);
  });

  it("dead-letter-queue", () => {
    expect(after("relay-queues-events", { redrivePolicy: undefined })).toEqual([
      "dead-letter-queue: relay-queues-events: The queue has no dead-letter queue.",
    ]);
    // The former dead-letter queue is one no longer, so it would need one itself.
    expect(after("relay-queues-undelivered", { redrivePolicy: undefined })).toEqual([
      "dead-letter-queue: relay-queues-dead-letters: The queue has no dead-letter queue.",
    ]);
  });

  const queue = (name: string, target?: string): Resource => ({
    type: "aws:sqs/queue:Queue",
    name,
    props: {
      name,
      policy: documentWith(denied),
      sqsManagedSseEnabled: true,
      ...(target === undefined ? {} : { redrivePolicy: redriveTo(target) }),
    },
  });
  const redriveTo = (target: string) =>
    JSON.stringify({
      deadLetterTargetArn: `arn:aws:sqs:us-east-1:123456789012:${target}`,
      maxReceiveCount: 3,
    });

  it("dead-letter-queue: a queue is not its own, also not by way of another", () => {
    const found = (name: string) =>
      `dead-letter-queue: ${name}: The queue is a dead-letter queue of its own messages.`;
    expect(withMore(queue("a", "a"))).toEqual([found("a")]);
    expect(withMore(queue("a", "b"), queue("b", "a"))).toEqual([found("a"), found("b")]);
    expect(withMore(queue("a", "b"), queue("b", "c"), queue("c"))).toEqual([]);
  });

  it("dead-letter-queue: as a resource of its own", () => {
    const redrive = (target: string): Resource => ({
      type: "aws:sqs/redrivePolicy:RedrivePolicy",
      name: "redrive",
      props: {
        queueUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/a",
        redrivePolicy: redriveTo(target),
      },
    });
    expect(withMore(queue("a"), queue("b"), redrive("b"))).toEqual([]);
    expect(withMore(queue("a"), redrive("a"))).toHaveLength(1);
  });

  it("dead-letter-queue: of a function or a subscription", () => {
    const arn = "arn:aws:sqs:us-east-1:123456789012:a";
    const of = (type: string, props: Resource["props"]): Resource => ({
      type,
      name: "other",
      props,
    });
    const destinationConfig = (key: string) => ({ onFailure: { [key]: arn } });
    for (const other of [
      of("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", {
        destinationConfig: destinationConfig("destination"),
      }),
      of("aws:lambda/eventSourceMapping:EventSourceMapping", {
        eventSourceArn: "arn:aws:kinesis:us-east-1:123456789012:stream/s",
        destinationConfig: destinationConfig("destinationArn"),
      }),
      of("aws:sns/topicSubscription:TopicSubscription", {
        redrivePolicy: JSON.stringify({ deadLetterTargetArn: arn }),
      }),
    ])
      expect(withMore(queue("a"), other)).toEqual([]);
    expect(withMore(queue("a"))).toHaveLength(1);
    const reader = resources.find(({ name }) => name === "relay-forwarder-function");
    const withQueue = resources.map((each) =>
      each === reader
        ? { ...each, props: { ...each.props, deadLetterConfig: { targetArn: arn } } }
        : each,
    );
    expect(findings([...withQueue, queue("a")])).toEqual([]);
  });

  it("bucket-closed", () => {
    const found = (name: string, props: Props) => after(`relay-archive-${name}`, props);
    const finding = (message: string) => [`bucket-closed: relay-archive-bucket: ${message}`];
    expect(found("policy", { policy: undefined })).toEqual(
      finding("The bucket accepts requests without TLS."),
    );
    expect(found("no-public-access", { ignorePublicAcls: false })).toEqual(
      finding("The bucket may become public."),
    );
    expect(
      found("lifecycle", { rules: [{ status: "Disabled", expiration: { days: 1 } }] }),
    ).toEqual(finding("The bucket keeps its objects for ever."));
    expect(found("encryption", { bucket: "another" })).toEqual(
      finding("The bucket does not say how it encrypts its objects."),
    );
    expect(found("bucket", { forceDestroy: true })).toEqual([
      "data-protected: relay-archive-bucket: A destroy deletes the bucket with its objects.",
    ]);
  });

  it("bucket-closed: a TLS policy that leaves out the objects", () => {
    const { bucket } = resources.find(({ name }) => name === "relay-archive-bucket")?.props ?? {};
    const arn = `arn:aws:s3:::${String(bucket)}`;
    const found = (Resource: readonly string[]) =>
      after("relay-archive-policy", {
        policy: documentWith({ ...denied, Action: "s3:*", Resource }),
      });
    expect(found([arn])).toEqual([
      "bucket-closed: relay-archive-bucket: The bucket accepts requests without TLS.",
    ]);
    expect(found([arn, `${arn}/*`])).toEqual([]);
  });

  /** The program's bucket once more, as types that end with `V2`. */
  function secondBucket(): Resource[] {
    const text = JSON.stringify(
      resources.filter(({ name, type }) => /^relay-archive-/.test(name) && /:s3\//.test(type)),
    );
    const name = /"bucket":"([^"]+)"/.exec(text)?.[1] ?? "";
    return (JSON.parse(text.replaceAll(name, "former")) as Resource[]).map((each) => ({
      ...each,
      type: each.type.replace(/(bucket\w*):(\w+)$/, "$1V2:$2V2"),
      name: each.name.replace("relay", "former"),
    }));
  }

  it("bucket-closed: a bucket of a former release, with companions of former releases", () => {
    const second = secondBucket();
    expect(withMore(...second)).toEqual([]);
    expect(withMore(...second.filter(({ type }) => type.endsWith(":BucketV2")))).toEqual(
      [
        "The bucket keeps its objects for ever.",
        "The bucket accepts requests without TLS.",
        "The bucket may become public.",
        "The bucket does not say how it encrypts its objects.",
      ].map((message) => `bucket-closed: former-archive-bucket: ${message}`),
    );
    expect(
      withMore({
        type: "aws:s3/bucketV2:BucketV2",
        name: "bucket",
        props: { bucketPrefix: "b", forceDestroy: true },
      }),
    ).toContain("data-protected: bucket: A destroy deletes the bucket with its objects.");
  });

  it("visibility-timeout", () => {
    expect(after("relay-queues-events", { visibilityTimeoutSeconds: 359 })).toEqual([
      "visibility-timeout: relay-queues-events: The visibility timeout is 359 s. The function relay-forwarder-function has a timeout of 60 s, so it must be at least 360 s.",
    ]);
    expect(after("relay-forwarder-function", { timeout: 61 })).toHaveLength(1);
    expect(after("relay-queues-events", { visibilityTimeoutSeconds: 360 })).toEqual([]);
  });

  it.each([
    (name: string) => `arn:aws:lambda:us-east-1:123456789012:function:${name}:live`,
    (name: string) => `${name}:live`,
    (name: string) => name,
  ])("visibility-timeout: a function that is named with an alias or without: %s", (written) => {
    const trigger = resources.find(({ name }) => name === "relay-forwarder-trigger");
    const reader = resources.find(({ name }) => name === "relay-forwarder-function");
    const functionName = written(String(reader?.props["name"]));
    const second = (eventSourceArn: unknown): Resource => ({
      type: "aws:lambda/eventSourceMapping:EventSourceMapping",
      name: "second",
      props: { eventSourceArn, functionName },
    });
    expect(withMore(second(trigger?.props["eventSourceArn"]))).toEqual([]);
    const slow = resources
      .map((each) => (each === reader ? { ...each, props: { ...each.props, timeout: 61 } } : each))
      .filter((each) => each !== trigger);
    expect(findings([...slow, second(trigger?.props["eventSourceArn"])])).toHaveLength(1);
  });

  it("function-logs", () => {
    expect(after("relay-receiver-function", { loggingConfig: { logGroup: "/else" } })).toEqual([
      "function-logs: relay-receiver-function: The stack has no log group /else, in which the function writes.",
    ]);
    // Lambda's own name for it is the name that the log group has.
    expect(after("relay-receiver-function", { loggingConfig: undefined })).toEqual([]);
  });

  it.each([undefined, 0])("log-retention: %s", (retentionInDays) => {
    expect(after("relay-api-logs", { retentionInDays })).toEqual([
      "log-retention: relay-api-logs: The log group keeps its events for ever. Set retentionInDays.",
    ]);
  });

  it("data-protected", async () => {
    expect(findings(await program({ "chatlio-aep:protectData": "false" }))).toEqual([
      "data-protected: platform-dataset: A destroy deletes the dataset with its rows. Set chatlio-aep:protectData to true.",
    ]);
  });
});
