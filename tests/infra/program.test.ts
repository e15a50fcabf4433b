import { readForwarderSettings } from "../../handlers/forwarder/settings";
import { readKeeperSettings } from "../../handlers/keeper/settings";
import { mappings } from "../../handlers/model";
import { readReceiverSettings } from "../../handlers/receiver/settings";
import { digestToken } from "../../infra/config/token";
import { isSecret, open, runProgram, token, type Recorded, type Run } from "./program";

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

function statements(document: unknown): readonly Statement[] {
  return (JSON.parse(document as string) as { Statement: Statement[] }).Statement;
}

function environmentOf(fn: Recorded): Record<string, string> {
  return (open(fn.inputs["environment"]) as { variables: Record<string, string> }).variables;
}

let run: Run;

beforeAll(async () => {
  run = await runProgram();
}, 60_000);

function rolePolicy(nameEnd: string) {
  return statements(run.one("aws:iam/rolePolicy:RolePolicy", nameEnd).inputs["policy"]);
}

describe("the whole program", () => {
  it("creates exactly these resources", () => {
    const counts: Record<string, number> = {};
    for (const { type } of run.resources) counts[type] = (counts[type] ?? 0) + 1;
    expect(counts).toEqual({
      "pulumi:providers:adobe-aep": 1,
      "chatlio-aep:platform:Platform": 1,
      "adobe-aep:xdm:FieldGroup": 1,
      "adobe-aep:xdm:Schema": 1,
      "adobe-aep:xdm:IdentityDescriptor": 1,
      "adobe-aep:catalog:Dataset": 1,
      "adobe-aep:dataprep:MappingSet": 1,
      "adobe-aep:flow:SourceConnection": 1,
      "adobe-aep:flow:TargetConnection": 1,
      "adobe-aep:flow:Dataflow": 1,
      "chatlio-aep:relay:Relay": 1,
      "chatlio-aep:relay:Queues": 1,
      "chatlio-aep:relay:Receiver": 1,
      "chatlio-aep:relay:Forwarder": 1,
      "chatlio-aep:relay:Keeper": 1,
      "chatlio-aep:relay:Archive": 1,
      "chatlio-aep:relay:Api": 1,
      "aws:sqs/queue:Queue": 3,
      "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": 1,
      "aws:iam/role:Role": 3,
      "aws:iam/rolePolicy:RolePolicy": 3,
      "chatlio-aep:relay:Dashboard": 1,
      "chatlio-aep:relay:SavedQueries": 1,
      "aws:cloudwatch/dashboard:Dashboard": 1,
      "aws:cloudwatch/logGroup:LogGroup": 4,
      "aws:cloudwatch/queryDefinition:QueryDefinition": 4,
      "aws:lambda/function:Function": 3,
      "aws:lambda/eventSourceMapping:EventSourceMapping": 2,
      "aws:lambda/permission:Permission": 1,
      "aws:s3/bucket:Bucket": 1,
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": 1,
      "aws:s3/bucketPolicy:BucketPolicy": 1,
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": 1,
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": 1,
      "aws:secretsmanager/secret:Secret": 1,
      "aws:secretsmanager/secretVersion:SecretVersion": 1,
      "aws:apigatewayv2/api:Api": 1,
      "aws:apigatewayv2/integration:Integration": 1,
      "aws:apigatewayv2/route:Route": 2,
      "aws:apigatewayv2/stage:Stage": 1,
    });
  });

  it("gives every resource a component as parent, and a name that starts with the parent's", () => {
    for (const { name, parent } of run.resources) {
      if (parent === "") expect(["platform", "relay"]).toContain(name);
      else expect(name.startsWith(`${parent}-`)).toBe(true);
    }
  });

  it("registers all public properties of each component as its outputs", () => {
    expect(run.components.map(({ name }) => name).sort()).toEqual([
      "platform",
      "relay",
      "relay-api",
      "relay-archive",
      "relay-dashboard",
      "relay-forwarder",
      "relay-keeper",
      "relay-queries",
      "relay-queues",
      "relay-receiver",
    ]);
    for (const { registered, properties } of run.components) expect(registered).toEqual(properties);
  });

  it("exports what the user needs, and URLs that contain tokens as secrets", () => {
    expect(run.outputs).toEqual({
      webhookUrls: {
        main: Object.fromEntries(
          [
            "conversation-started",
            "visitor-unanswered",
            "feedback-left",
            "offline-message",
            "transcript-exported",
          ].map((event) => [
            event,
            `https://abc.execute-api.us-east-1.amazonaws.com/chatlio/main/${event}?token=${token}`,
          ]),
        ),
      },
      datasetId: "platform-dataset-id",
      datasetName: "chatlio-aep dataset (test) 01234567",
      schemaId: "platform-schema-id",
      flowIds: { relay: "platform-flow-id" },
      settledAt: "2026-11-23T08:00:00.000Z",
      namedAs: { prefix: "chatlio-aep", stack: "test" },
      inletUrls: { relay: "https://dcs.adobedc.net/collection/abc" },
      queueUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/chatlio-aep-test-events",
      receiverFunctionArn:
        "arn:aws:lambda:us-east-1:123456789012:function:chatlio-aep-test-receiver",
      forwarderFunctionArn:
        "arn:aws:lambda:us-east-1:123456789012:function:chatlio-aep-test-forwarder",
      logGroups: {
        api: "/aws/vendedlogs/apigateway/chatlio-aep-test-webhooks",
        receiver: "/aws/lambda/chatlio-aep-test-receiver",
        forwarder: "/aws/lambda/chatlio-aep-test-forwarder",
        keeper: "/aws/lambda/chatlio-aep-test-keeper",
      },
      receiverReadsSecret: true,
      deadLetterQueueUrl:
        "https://sqs.us-east-1.amazonaws.com/123456789012/chatlio-aep-test-dead-letters",
      undeliveredQueueUrl:
        "https://sqs.us-east-1.amazonaws.com/123456789012/chatlio-aep-test-undelivered",
      archiveBucket: run.one("aws:s3/bucket:Bucket").inputs["bucket"],
      archivesEvents: false,
    });
    expect([...run.secretOutputs].sort()).toEqual(["inletUrls", "webhookUrls"]);
  });

  it("passes tokens to no resource, and the streaming endpoint only to the secret", () => {
    for (const { type, name, inputs } of run.resources) {
      const text = JSON.stringify(inputs);
      expect([name, text.includes(token)]).toEqual([name, false]);
      if (type === "aws:secretsmanager/secretVersion:SecretVersion") {
        expect(isSecret(inputs["secretString"])).toBe(true);
      } else {
        expect([name, text.includes("dcs.adobedc.net")]).toEqual([name, false]);
      }
    }
  });
});

it("lets the receiver respond before the gateway times out", () => {
  const receiver = run.one("aws:lambda/function:Function", "receiver-function").inputs;
  const integration = run.one("aws:apigatewayv2/integration:Integration", "").inputs;
  expect(Number(receiver["timeout"]) * 1_000).toBeLessThan(
    Number(integration["timeoutMilliseconds"]),
  );
  const { CHATLIO_AEP_SETTINGS: text = "" } = (
    receiver["environment"] as { variables: Record<string, string> }
  ).variables;
  expect(readReceiverSettings({ CHATLIO_AEP_SETTINGS: text }).sendTimeoutMs).toBeLessThan(
    Number(receiver["timeout"]) * 1_000,
  );
});

describe("roles", () => {
  it("allow no wildcard in actions or resources, except a log's streams and a bucket's folder", () => {
    const policies = run.all("aws:iam/rolePolicy:RolePolicy");
    expect(policies).toHaveLength(3);
    for (const { inputs } of policies) {
      for (const { Effect, Action, Resource } of statements(inputs["policy"])) {
        expect(Effect).toBe("Allow");
        for (const action of [Action].flat()) expect(action).not.toContain("*");
        for (const resource of [Resource].flat()) {
          expect(resource).toMatch(/^arn:/);
          const named = resource?.replace(/^(arn:of:.*-logs):\*$|(\/dead-letters\/)\*$/, "$1$2");
          expect(named).not.toContain("*");
        }
      }
    }
  });

  it("allow each function only what it does", () => {
    const actions = (name: string) => rolePolicy(name).flatMap(({ Action }) => [Action].flat());
    const log = ["logs:CreateLogStream", "logs:PutLogEvents"];
    expect(actions("receiver-policy").sort()).toEqual([...log, "sqs:SendMessage"]);
    expect(actions("forwarder-policy").sort()).toEqual([
      ...log,
      "secretsmanager:GetSecretValue",
      "sqs:ChangeMessageVisibility",
      "sqs:DeleteMessage",
      "sqs:GetQueueAttributes",
      "sqs:ReceiveMessage",
      "sqs:SendMessage",
    ]);
    expect(actions("keeper-policy").sort()).toEqual([
      ...log,
      "s3:PutObject",
      "sqs:DeleteMessage",
      "sqs:GetQueueAttributes",
      "sqs:ReceiveMessage",
      "sqs:SendMessage",
    ]);
  });

  it("can be assumed only by Lambda in this account", () => {
    for (const { inputs } of run.all("aws:iam/role:Role")) {
      expect(statements(inputs["assumeRolePolicy"])).toEqual([
        {
          Effect: "Allow",
          Principal: { Service: "lambda.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
        },
      ]);
    }
  });
});

describe("functions", () => {
  it("run on a supported runtime, and are created after log group and permissions", () => {
    const functions = run.all("aws:lambda/function:Function");
    for (const { inputs, dependencies, name } of functions) {
      const base = name.replace(/-function$/, "");
      expect(inputs).toMatchObject({
        runtime: "nodejs24.x",
        architectures: ["arm64"],
        handler: "index.handler",
        loggingConfig: { logFormat: "JSON", logGroup: `/aws/lambda/${String(inputs["name"])}` },
      });
      expect(dependencies).toEqual(expect.arrayContaining([`${base}-logs`, `${base}-policy`]));
    }
  });

  it("keep their logs for a limited time, as the API does", () => {
    for (const { inputs } of run.all("aws:cloudwatch/logGroup:LogGroup")) {
      expect(inputs["retentionInDays"]).toBe(30);
    }
  });

  it("get settings they can read: the receiver token digests, the forwarder the secret's version", () => {
    const undelivered = String(run.outputs["queueUrl"]).replace("-events", "-undelivered");
    const receiver = run.one("aws:lambda/function:Function", "receiver-function");
    expect(readReceiverSettings(environmentOf(receiver))).toMatchObject({
      queueUrl: run.outputs["queueUrl"],
      deadLetterQueueUrl: undelivered,
      tokens: [digestToken(token)],
      widgets: ["main"],
      dedupeWindowSeconds: 600,
      settledAt: "2026-11-23T08:00:00.000Z",
    });
    const forwarder = run.one("aws:lambda/function:Function", "forwarder-function");
    expect(readForwarderSettings(environmentOf(forwarder))).toMatchObject({
      queueUrl: run.outputs["queueUrl"],
      deadLetterQueueUrl: undelivered,
      inletSecretArn: "arn:of:relay-forwarder-secret",
      inletSecretVersionId: "version-1",
      source: "chatlio",
      maxReceiveCount: 80,
    });
    const keeper = run.one("aws:lambda/function:Function", "keeper-function");
    const { archiveBucket: name } = run.outputs;
    expect(readKeeperSettings(environmentOf(keeper))).toEqual({
      deadLetterQueueUrl: run.outputs["deadLetterQueueUrl"],
      copies: { name, url: `https://${String(name)}.s3.us-east-1.amazonaws.com` },
    });
  });

  it("receive batches and report failures per message", () => {
    for (const { inputs } of run.all("aws:lambda/eventSourceMapping:EventSourceMapping"))
      expect(inputs).toMatchObject({
        functionResponseTypes: ["ReportBatchItemFailures"],
        batchSize: 10,
      });
    const { inputs } = run.one(
      "aws:lambda/eventSourceMapping:EventSourceMapping",
      "forwarder-trigger",
    );
    expect(inputs).toMatchObject({
      functionResponseTypes: ["ReportBatchItemFailures"],
      scalingConfig: { maximumConcurrency: 5 },
      batchSize: 10,
    });
  });
});

test("every path and method reaches the receiver, and only through this API", () => {
  const routes = run.all("aws:apigatewayv2/route:Route");
  expect(routes.map(({ inputs }) => inputs["routeKey"]).sort()).toEqual([
    "$default",
    "POST /chatlio/{widget}/{event}",
  ]);
  for (const { inputs } of routes) {
    expect(inputs["target"]).toBe("integrations/relay-api-integration-id");
  }
  expect(run.one("aws:lambda/permission:Permission").inputs["sourceArn"]).toBe(
    "arn:aws:execute-api:us-east-1:123456789012:abc/*/*",
  );
});

test("the access log is in a group that does not count towards the region's log delivery policy", () => {
  const { name } = run.one("aws:cloudwatch/logGroup:LogGroup", "api-logs").inputs;
  expect(name).toBe("/aws/vendedlogs/apigateway/chatlio-aep-test-webhooks");
});

test("the access log contains neither path nor query, where tokens are", () => {
  const { accessLogSettings } = run.one("aws:apigatewayv2/stage:Stage").inputs as {
    accessLogSettings: { format: string };
  };
  expect(accessLogSettings.format).not.toMatch(/path|query|authorizer|requestOverride/i);
});

describe("the Adobe side", () => {
  it("uses one explicit provider for everything", () => {
    const provider = run.one("pulumi:providers:adobe-aep");
    expect(open(provider.inputs)).toMatchObject({ sandbox: "dev", namePrefix: "chatlio-aep" });
    expect(isSecret(provider.inputs["clientSecret"])).toBe(true);
  });

  it("has the event model's mappings and identities", () => {
    expect(run.one("adobe-aep:dataprep:MappingSet").inputs["mappings"]).toEqual(mappings);
    expect(run.one("adobe-aep:xdm:IdentityDescriptor").inputs).toMatchObject({
      namespace: "Email",
      primary: false,
    });
    expect(run.one("adobe-aep:catalog:Dataset").dependencies).toContain("platform-identity-email");
  });

  it("replaces connections and dataflow together when the mappings change", () => {
    const generations = [
      "adobe-aep:flow:SourceConnection",
      "adobe-aep:flow:TargetConnection",
      "adobe-aep:flow:Dataflow",
    ].map((type) => run.one(type).inputs["generation"]);
    expect(new Set(generations).size).toBe(1);
    expect(generations[0]).toMatch(/^[0-9a-f]{16}$/);
  });
});

test("a second run registers the same resources, byte for byte", async () => {
  const again = await runProgram();
  const sorted = (of: Run) =>
    [...of.resources]
      .sort((a, b) => (a.type + a.name < b.type + b.name ? -1 : 1))
      .map((resource) => JSON.stringify(resource));
  expect(sorted(again)).toEqual(sorted(run));
}, 60_000);
