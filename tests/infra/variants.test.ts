import { inletSecret, readForwarderSettings } from "../../handlers/forwarder/settings";
import { readReceiverSettings } from "../../handlers/receiver/settings";
import { isSecret, open, runProgram, type Run } from "./program";

/** Names of the resources that a destroy keeps. */
function kept(run: Run) {
  return run.resources
    .filter(({ retainOnDelete }) => retainOnDelete)
    .map(({ name }) => name)
    .sort();
}

test("protectData keeps the resources with data, and no others", async () => {
  const run = await runProgram();
  expect(kept(run)).toEqual([
    "platform-dataset",
    "platform-field-group",
    "platform-identity-email",
    "platform-schema",
    "relay-archive-bucket",
    "relay-queues-dead-letters",
    "relay-queues-events",
    "relay-queues-undelivered",
  ]);
  expect(run.one("adobe-aep:catalog:Dataset").inputs["forceDestroy"]).toBe(false);
}, 60_000);

test("without protectData a destroy deletes everything, rows included", async () => {
  const run = await runProgram({ "chatlio-aep:protectData": "false" });
  expect(kept(run)).toEqual([]);
  expect(run.one("adobe-aep:catalog:Dataset").inputs["forceDestroy"]).toBe(true);
}, 60_000);

test("profile: namespace, primary descriptor, union and dataset, in this order", async () => {
  const run = await runProgram({
    "chatlio-aep:profile": "true",
    "chatlio-aep:visitorNamespace": "AcmeVisitor",
    "chatlio-aep:retention": "400d",
    "chatlio-aep:profileRetention": "90d",
  });
  expect(run.one("adobe-aep:identity:Namespace").inputs["code"]).toBe("AcmeVisitor");
  const primary = run.one("adobe-aep:xdm:IdentityDescriptor", "visitor");
  expect(primary.inputs).toMatchObject({ namespace: "AcmeVisitor", primary: true });
  expect(primary.dependencies).toContain("platform-namespace");
  const union = run.one("adobe-aep:xdm:ProfileUnion");
  expect(union.dependencies).toEqual(
    expect.arrayContaining(["platform-identity-visitor", "platform-identity-email"]),
  );
  const dataset = run.one("adobe-aep:catalog:Dataset");
  expect(dataset.inputs).toMatchObject({
    profile: true,
    retentionDays: 400,
    profileRetentionDays: 90,
  });
  expect(dataset.dependencies).toContain("platform-union");
  const receiver = run.one("aws:lambda/function:Function", "receiver-function");
  const { variables } = open(receiver.inputs["environment"]) as {
    variables: Record<string, string>;
  };
  expect(readReceiverSettings(variables).maxRowBytes).toBe(9_000);
}, 60_000);

test("labels: each field of the stack's own that needs one, before the dataset can have a row", async () => {
  expect((await runProgram()).all("adobe-aep:xdm:LabelDescriptor")).toEqual([]);
  const run = await runProgram({ "chatlio-aep:labels": "true" });
  const made = run.all("adobe-aep:xdm:LabelDescriptor");
  const labels = Object.fromEntries(
    made.map(({ inputs }) => [String(inputs["property"]), inputs["labels"]]),
  );
  expect(labels).toMatchObject({
    "_tenant.chatlio.visitor.email": ["core/I1"],
    "_tenant.chatlio.visitor.uuid": ["core/I2"],
    "_tenant.chatlio.visitor.location": ["core/S2"],
    "_tenant.chatlio.transcript.messages": ["core/I1", "core/I2"],
  });
  for (const { inputs } of made) expect(inputs["ownerId"]).toBe("platform-field-group-id");
  const dataset = run.one("adobe-aep:catalog:Dataset");
  expect(dataset.dependencies).toEqual(expect.arrayContaining(made.map(({ name }) => name)));
}, 60_000);

test("source http-api: authenticated endpoint, no mapping set, credentials only in the secret", async () => {
  const run = await runProgram({ "chatlio-aep:source": "http-api" });
  expect(run.all("adobe-aep:dataprep:MappingSet")).toEqual([]);
  const connection = run.one("adobe-aep:flow:Connection");
  expect(connection.inputs["auth"]).toMatchObject({
    params: { dataType: "xdm", authenticationRequired: true },
  });
  expect(run.one("adobe-aep:flow:SourceConnection").inputs["baseConnectionId"]).toBe(
    "platform-http-api-connection-id",
  );
  expect(run.one("adobe-aep:flow:Dataflow").inputs["mapping"]).toBeUndefined();
  const { secretString } = run.one("aws:secretsmanager/secretVersion:SecretVersion").inputs;
  expect(isSecret(secretString)).toBe(true);
  expect(inletSecret.parse(JSON.parse(open(secretString) as string))).toMatchObject({
    flowId: "platform-http-api-flow-id",
    httpApi: {
      clientId: "client",
      clientSecret: "client-secret",
      orgId: "0123456789ABCDEF01234567@AdobeOrg",
      sandbox: "dev",
      datasetId: "platform-dataset-id",
      schemaId: "platform-schema-id",
      tenantNamespace: "_acme",
    },
  });
  for (const { type, inputs } of run.resources) {
    if (type === "aws:secretsmanager/secretVersion:SecretVersion") continue;
    if (type === "pulumi:providers:adobe-aep") continue;
    expect(JSON.stringify(inputs)).not.toContain("client-secret");
  }
  expect(
    run.one("aws:lambda/eventSourceMapping:EventSourceMapping", "forwarder-trigger").inputs,
  ).toMatchObject({
    batchSize: 100,
    maximumBatchingWindowInSeconds: 1,
  });
  const forwarder = run.one("aws:lambda/function:Function", "forwarder-function");
  const { variables } = open(forwarder.inputs["environment"]) as {
    variables: Record<string, string>;
  };
  expect(readForwarderSettings(variables).source).toBe("http-api");
}, 60_000);

test("dropped email addresses are not an identity", async () => {
  const run = await runProgram({ "chatlio-aep:privacy": '{"email":"drop"}' });
  expect(run.all("adobe-aep:xdm:IdentityDescriptor")).toEqual([]);
}, 60_000);

const kmsKey = "arn:aws:kms:us-east-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef";

interface Statement {
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: unknown;
}

function statementsWith(run: Run, service: string): Record<string, readonly Statement[]> {
  return Object.fromEntries(
    run.all("aws:iam/rolePolicy:RolePolicy").map(({ name, inputs }) => {
      const { Statement: all } = JSON.parse(String(inputs["policy"])) as { Statement: Statement[] };
      return [name, all.filter(({ Action }) => Action[0]?.startsWith(`${service}:`))];
    }),
  );
}

test("kmsKey encrypts queues, bucket, secret and logs, and the roles may use it, only through AWS", async () => {
  const run = await runProgram({ "chatlio-aep:kmsKey": kmsKey });
  for (const { inputs } of run.all("aws:sqs/queue:Queue")) {
    expect(inputs["kmsMasterKeyId"]).toBe(kmsKey);
    expect(inputs).not.toHaveProperty("sqsManagedSseEnabled");
  }
  for (const type of ["aws:secretsmanager/secret:Secret", "aws:cloudwatch/logGroup:LogGroup"]) {
    expect(run.all(type).map(({ inputs }) => inputs["kmsKeyId"])).toEqual(
      run.all(type).map(() => kmsKey),
    );
  }
  expect(
    run.one(
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    ).inputs["rules"],
  ).toEqual([
    {
      applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: kmsKey },
      bucketKeyEnabled: true,
    },
  ]);
  const through = (service: string, ...actions: string[]) => ({
    Effect: "Allow",
    Action: actions,
    Resource: [kmsKey],
    Condition: { StringLike: { "kms:ViaService": `${service}.*.amazonaws.com*` } },
  });
  const queue = through("sqs", "kms:Decrypt", "kms:GenerateDataKey");
  expect(statementsWith(run, "kms")).toEqual({
    "relay-receiver-policy": [queue],
    "relay-forwarder-policy": [queue, through("secretsmanager", "kms:Decrypt")],
    "relay-keeper-policy": [queue, through("s3", "kms:GenerateDataKey")],
  });
}, 60_000);

test("permissionsBoundary is the boundary of every role", async () => {
  const boundary = "arn:aws:iam::123456789012:policy/team/boundary";
  const run = await runProgram({ "chatlio-aep:permissionsBoundary": boundary });
  for (const { inputs } of run.all("aws:iam/role:Role"))
    expect(inputs["permissionsBoundary"]).toBe(boundary);
}, 60_000);

test("tracing lets the functions write traces", async () => {
  const run = await runProgram({ "chatlio-aep:tracing": "true" });
  for (const { inputs } of run.all("aws:lambda/function:Function"))
    expect(inputs["tracingConfig"]).toEqual({ mode: "Active" });
  for (const statements of Object.values(statementsWith(run, "xray"))) {
    expect(statements).toEqual([
      {
        Effect: "Allow",
        Action: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
        Resource: ["*"],
      },
    ]);
  }
}, 60_000);

test("reservedConcurrency reserves for the functions it names", async () => {
  const run = await runProgram({ "chatlio-aep:reservedConcurrency": '{"receiver":20}' });
  const reserved = (part: string) =>
    run.one("aws:lambda/function:Function", part).inputs["reservedConcurrentExecutions"];
  expect([reserved("receiver-function"), reserved("forwarder-function")]).toEqual([20, undefined]);
}, 60_000);

test("rateLimit sets what the API accepts, and keeps the default of what it does not name", async () => {
  const run = await runProgram({ "chatlio-aep:rateLimit": '{"perSecond":1500}' });
  expect(run.one("aws:apigatewayv2/stage:Stage").inputs["defaultRouteSettings"]).toEqual({
    throttlingRateLimit: 1_500,
    throttlingBurstLimit: 500,
  });
}, 60_000);

test("without these options, their properties are not set", async () => {
  const run = await runProgram();
  const inputs = JSON.stringify(run.resources.map((resource) => resource.inputs));
  expect(inputs).not.toMatch(/kms|permissionsBoundary|tracingConfig|reservedConcurrent|xray/i);
}, 60_000);

describe("the salts", () => {
  const salts = {
    "chatlio-aep:dedupeSalt": "dedupe-salt-of-the-stack",
    "chatlio-aep:privacySalt": "privacy-salt-of-the-stack",
  };
  const receiverArn = "arn:aws:lambda:us-east-1:123456789012:function:chatlio-aep-test-receiver";

  function receiverSettings(run: Run) {
    const receiver = run.one("aws:lambda/function:Function", "receiver-function");
    const { variables } = open(receiver.inputs["environment"]) as {
      variables: Record<string, string>;
    };
    return readReceiverSettings(variables);
  }
  const inSettings = {
    dedupeSalt: salts["chatlio-aep:dedupeSalt"],
    privacySalt: salts["chatlio-aep:privacySalt"],
  };
  const inSecret = { saltsSecret: { arn: "arn:of:relay-receiver-salts", versionId: "version-1" } };

  it("are in a secret, and nowhere else, which only the receiver may read", async () => {
    const run = await runProgram(salts);
    expect(receiverSettings(run)).toMatchObject(inSecret);
    const { secretString } = run.one(
      "aws:secretsmanager/secretVersion:SecretVersion",
      "salts-version",
    ).inputs;
    expect(isSecret(secretString)).toBe(true);
    expect(JSON.parse(open(secretString) as string)).toEqual(inSettings);
    for (const { name, inputs } of run.resources) {
      const text = JSON.stringify(inputs);
      const holds = text.includes("salt-of-the-stack");
      expect([name, holds]).toEqual([name, name === "relay-receiver-salts-version"]);
    }
    const { "relay-receiver-policy": receiver, "relay-forwarder-policy": forwarder } =
      statementsWith(run, "secretsmanager");
    expect(receiver?.flatMap(({ Resource }) => Resource)).toEqual(["arn:of:relay-receiver-salts"]);
    expect(forwarder?.flatMap(({ Resource }) => Resource)).toEqual([
      "arn:of:relay-forwarder-secret",
    ]);
    expect(run.outputs["receiverReadsSecret"]).toBe(true);
  }, 60_000);

  it("stay in the environment for the update that brings code which reads the secret", async () => {
    const run = await runProgram(salts, "test", { receiverFunctionArn: receiverArn });
    expect(String(run.warnings)).toContain("The salts are still in the receiver's environment.");
    const settings = receiverSettings(run);
    expect(settings).toMatchObject(inSettings);
    expect(settings.saltsSecret).toBeUndefined();
    const { environment } = run.one("aws:lambda/function:Function", "receiver-function").inputs;
    expect(isSecret(environment)).toBe(true);
    expect(run.outputs["receiverReadsSecret"]).toBe(true);
  }, 60_000);

  it("leave it with the update after that", async () => {
    const run = await runProgram(salts, "test", {
      receiverFunctionArn: receiverArn,
      receiverReadsSecret: true,
    });
    expect(receiverSettings(run)).toMatchObject(inSecret);
    expect(JSON.stringify(receiverSettings(run))).not.toContain("salt-of-the-stack");
  }, 60_000);

  it("need no secret when there are none", async () => {
    const run = await runProgram();
    expect(run.all("aws:secretsmanager/secret:Secret").map(({ name }) => name)).toEqual([
      "relay-forwarder-secret",
    ]);
  }, 60_000);
});

test("names contain prefix and stack, and are truncated to the service's limit", async () => {
  const stack = "a-stack-with-a-name-that-is-far-too-long-for-a-function";
  const run = await runProgram({ "chatlio-aep:namePrefix": "acme-chat" }, stack);
  const limits: Record<string, number> = {
    "aws:sqs/queue:Queue": 80,
    "aws:iam/role:Role": 64,
    "aws:lambda/function:Function": 64,
    "aws:cloudwatch/logGroup:LogGroup": 512,
    "aws:secretsmanager/secret:Secret": 512,
    "aws:apigatewayv2/api:Api": 128,
  };
  for (const [type, limit] of Object.entries(limits)) {
    const names = run.all(type).map(({ inputs }) => String(inputs["name"]));
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) {
      expect(name.length).toBeLessThanOrEqual(limit);
      expect(name).toContain("acme-chat-a-stack");
    }
  }
}, 60_000);

test("names keep prefix and stack of the deployment that has made the queues", async () => {
  const config = { "chatlio-aep:namePrefix": "acme-chat", "chatlio-aep:archive": "30d" };
  const namedAs = { prefix: "former", stack: "one" };
  const first = await runProgram({ ...config, "chatlio-aep:namePrefix": "former" }, "one");
  const later = await runProgram(config, "renamed", { namedAs });
  const names = (run: typeof first) =>
    [
      "aws:dynamodb/table:Table",
      "aws:iam/role:Role",
      "aws:lambda/function:Function",
      "aws:cloudwatch/logGroup:LogGroup",
      "aws:s3/bucket:Bucket",
      "aws:secretsmanager/secret:Secret",
      "aws:sqs/queue:Queue",
    ].flatMap((type) =>
      run.all(type).map(({ inputs }) => String(inputs["name"] ?? inputs["bucket"])),
    );
  expect(names(later)).toEqual(names(first));
  expect(names(later).length).toBeGreaterThan(10);
  expect(first.outputs["namedAs"]).toEqual(namedAs);
  expect(later.outputs["namedAs"]).toEqual(namedAs);
}, 60_000);

test("a stack in direct mode keeps no names for a relay that it has not had", async () => {
  const direct = { "chatlio-aep:mode": "direct" };
  expect((await runProgram(direct)).outputs["namedAs"]).toEqual({});
  const namedAs = { prefix: "former", stack: "one" };
  expect((await runProgram(direct, "test", { namedAs })).outputs["namedAs"]).toEqual(namedAs);
}, 60_000);
