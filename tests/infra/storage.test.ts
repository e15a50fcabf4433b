import { readForwarderSettings } from "../../handlers/forwarder/settings";
import { readKeeperSettings } from "../../handlers/keeper/settings";
import { open, runProgram, type Run } from "./program";

function statements(document: unknown): unknown {
  return (JSON.parse(String(document)) as { readonly Statement: unknown }).Statement;
}

let run: Run;

beforeAll(async () => {
  run = await runProgram();
}, 60_000);

describe("every queue", () => {
  it("is encrypted, keeps messages for fourteen days, and rejects requests without TLS", () => {
    for (const queue of run.all("aws:sqs/queue:Queue")) {
      expect(queue.inputs).toMatchObject({
        sqsManagedSseEnabled: true,
        messageRetentionSeconds: 14 * 24 * 3600,
        maxMessageSize: 1_048_576,
      });
      expect(statements(queue.inputs["policy"])).toEqual([
        {
          Sid: "TlsOnly",
          Effect: "Deny",
          Principal: "*",
          Action: "sqs:*",
          Resource: "*",
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ]);
    }
  });

  it("has a dead-letter queue, or accepts messages only from the queues it serves", () => {
    const redrive = (queue: string) =>
      JSON.parse(
        run.one("aws:sqs/queue:Queue", queue).inputs["redrivePolicy"] as string,
      ) as unknown;
    const arn = (queue: string) => `arn:aws:sqs:us-east-1:123456789012:chatlio-aep-test-${queue}`;
    const allow = run.one("aws:sqs/redriveAllowPolicy:RedriveAllowPolicy").inputs;
    expect(redrive("-events")).toEqual({
      deadLetterTargetArn: arn("undelivered"),
      maxReceiveCount: 100,
    });
    expect(redrive("-undelivered")).toEqual({
      deadLetterTargetArn: arn("dead-letters"),
      maxReceiveCount: 20,
    });
    expect(allow["queueUrl"]).toBe(run.outputs["deadLetterQueueUrl"]);
    expect(JSON.parse(allow["redriveAllowPolicy"] as string)).toEqual({
      redrivePermission: "byQueue",
      sourceQueueArns: [arn("events"), arn("undelivered")],
    });
    // AWS rejects a queue whose dead-letter queue does not allow it.
    expect(run.one("aws:sqs/queue:Queue", "-undelivered").dependencies).toContain(
      "relay-queues-redrive-allow",
    );
  });

  it.each([
    ["events", "forwarder"],
    ["undelivered", "keeper"],
  ])("of %s has a visibility timeout of six times the %s's timeout", (name, reader) => {
    const queue = run.one("aws:sqs/queue:Queue", `-${name}`).inputs;
    const { timeout } = run.one("aws:lambda/function:Function", `${reader}-function`).inputs;
    expect(queue["visibilityTimeoutSeconds"]).toBe(6 * Number(timeout));
  });
});

describe("the bucket", () => {
  const settingOf = (type: string) => run.one(`aws:s3/${type}`).inputs;

  it("has a name of this state alone, and is not deleted while it has objects", () => {
    const { bucket, forceDestroy } = settingOf("bucket:Bucket");
    expect(bucket).toMatch(/^chatlio-aep-test-archive-[0-9a-f]{10}$/);
    expect(forceDestroy).toBe(false);
  });

  it("is encrypted, closed to the public, and rejects requests without TLS", () => {
    expect(
      settingOf("bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"),
    ).toMatchObject({
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    });
    expect(settingOf("bucketPublicAccessBlock:BucketPublicAccessBlock")).toMatchObject({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    const { bucket, policy } = settingOf("bucketPolicy:BucketPolicy");
    const arn = `arn:aws:s3:::${String(bucket)}`;
    expect(statements(policy)).toEqual([
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [arn, `${arn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });

  it("keeps copies of DLQ messages for 90 days", () => {
    expect(
      settingOf("bucketLifecycleConfiguration:BucketLifecycleConfiguration")["rules"],
    ).toMatchObject([
      { status: "Enabled", filter: { prefix: "dead-letters/" }, expiration: { days: 90 } },
      { status: "Enabled", filter: { prefix: "dropped/" }, expiration: { days: 90 } },
    ]);
  });
});

test("deadLetterCopies sets how long copies are kept", async () => {
  const other = await runProgram({ "chatlio-aep:deadLetterCopies": "365d" });
  const { rules } = other.one(
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  ).inputs;
  expect(rules).toMatchObject([{ expiration: { days: 365 } }, { expiration: { days: 365 } }]);
}, 60_000);

test("archive keeps delivered events, with or without copies of DLQ messages", async () => {
  const other = await runProgram({
    "chatlio-aep:archive": "30d",
    "chatlio-aep:deadLetterCopies": "off",
  });
  const lifecycle = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
  expect(other.one(lifecycle).inputs["rules"]).toMatchObject([
    { filter: { prefix: "events/" }, expiration: { days: 30 } },
  ]);
  const settingsOf = (part: string) => {
    const { inputs } = other.one("aws:lambda/function:Function", `${part}-function`);
    return (open(inputs["environment"]) as { variables: Record<string, string> }).variables;
  };
  const { archiveBucket: name } = other.outputs;
  const url = `https://${String(name)}.s3.us-east-1.amazonaws.com`;
  expect(readForwarderSettings(settingsOf("forwarder")).archive).toEqual({ name, url });
  expect(readKeeperSettings(settingsOf("keeper"))).not.toHaveProperty("copies");
  const policyOf = (part: string) =>
    String(other.one("aws:iam/rolePolicy:RolePolicy", `${part}-policy`).inputs["policy"]);
  expect(policyOf("forwarder")).toContain(`arn:aws:s3:::${String(name)}/events/*`);
  expect(policyOf("keeper")).not.toContain("s3:");
}, 60_000);

test("without deadLetterCopies there is no bucket, and messages still reach the dead-letter queue", async () => {
  const other = await runProgram({ "chatlio-aep:deadLetterCopies": "off" });
  expect(other.resources.filter(({ type }) => type.includes("s3"))).toEqual([]);
  expect(other.outputs).not.toHaveProperty("archiveBucket");
  const { inputs } = other.one("aws:lambda/function:Function", "keeper-function");
  const { variables } = open(inputs["environment"]) as { variables: Record<string, string> };
  expect(readKeeperSettings(variables)).toEqual({
    deadLetterQueueUrl: other.outputs["deadLetterQueueUrl"],
  });
  expect(
    other.one("aws:iam/rolePolicy:RolePolicy", "keeper-policy").inputs["policy"],
  ).not.toContain("s3:");
}, 60_000);
