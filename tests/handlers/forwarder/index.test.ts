import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { encodeForwarderSettings, type InletSecret } from "../../../handlers/forwarder/settings";
import { startAwsServer, type AwsServer } from "../support/awsServer";
import { captureOutput, lambdaEnvironment } from "../support/environment";
import { json, startInlet, type Inlet } from "../support/inlet";
import { batch, messages } from "../support/messages";

let aws: AwsServer;
let inlet: Inlet;
let ims: Server;
let restore: () => void;
let output: ReturnType<typeof captureOutput>;
let tokensMinted: number;

beforeEach(async () => {
  jest.resetModules();
  [aws, inlet] = await Promise.all([startAwsServer(), startInlet()]);
  tokensMinted = 0;
  ims = createServer((request, response) => {
    request.resume();
    tokensMinted += 1;
    json(response, 200, { access_token: "t", token_type: "bearer", expires_in: 86_399 });
  });
  await new Promise<void>((resolve) => ims.listen(0, "127.0.0.1", resolve));
  restore = lambdaEnvironment(aws);
  output = captureOutput();
});

afterEach(async () => {
  output.stop();
  restore();
  ims.closeAllConnections();
  await new Promise((resolve) => ims.close(resolve));
  await Promise.all([inlet.close(), aws.close()]);
});

/** The deployed function: settings in the environment, the streaming endpoint in the secret. */
async function deploy(source: "chatlio" | "http-api", secret: Partial<InletSecret> = {}) {
  const settings = encodeForwarderSettings({
    queueUrl: `${aws.url}/0/events`,
    deadLetterQueueUrl: `${aws.url}/0/dead`,
    inletSecretArn: "arn:aws:secretsmanager:us-east-1:0:secret:inlet",
    inletSecretVersionId: "v1",
    source,
  });
  Object.assign(process.env, settings);
  aws.secrets.set("v1", JSON.stringify({ inletUrl: inlet.url, flowId: "flow-1", ...secret }));
  const { handler } = await import("../../../handlers/forwarder");
  return (count: number) =>
    handler(batch(...messages(count)), { getRemainingTimeInMillis: () => 60_000 });
}

describe("the forwarder's entry point", () => {
  it("keeps its connections from one invocation to the next", async () => {
    const invoke = await deploy("chatlio");
    for (let round = 0; round < 3; round += 1)
      expect(await invoke(2)).toEqual({ batchItemFailures: [] });
    expect(inlet.posted).toHaveLength(6);
    expect(new Set(inlet.posted.map(({ connection }) => connection)).size).toBeLessThanOrEqual(2);
  });

  it("sends XDM batches with one token for all invocations when the source is http-api", async () => {
    const { port } = ims.address() as AddressInfo;
    const invoke = await deploy("http-api", {
      httpApi: {
        imsUrl: `http://127.0.0.1:${port}`,
        clientId: "client",
        clientSecret: "secret",
        scopes: "openid",
        orgId: "0123456789ABCDEF01234567@AdobeOrg",
        sandbox: "dev",
        schemaId: "https://ns.adobe.com/acme/schemas/1",
        datasetId: "dataset-1",
        tenantNamespace: "_acme",
      },
    });
    for (let round = 0; round < 2; round += 1)
      expect(await invoke(3)).toEqual({ batchItemFailures: [] });
    expect(inlet.posted.map(({ path }) => path)).toEqual(Array(2).fill("/collection/batch/abc"));
    expect(tokensMinted).toBe(1);
  });

  it("keeps the messages when its secret is invalid", async () => {
    const invoke = await deploy("chatlio", { flowId: "" });
    await expect(invoke(1)).rejects.toThrow("secret-unavailable");
    expect(aws.visibilityChanges).toHaveLength(1);
  });

  it("rejects source http-api without credentials in the secret", async () => {
    const invoke = await deploy("http-api");
    await expect(invoke(1)).rejects.toThrow("has no httpApi");
  });
});
