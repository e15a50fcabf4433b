import { createHash } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { SignatureV4 } from "@smithy/signature-v4";

import { AwsClient } from "../../../handlers/shared/aws/client";
import { Sha256 } from "../../../handlers/shared/aws/sha256";
import { sqsQueue } from "../../../handlers/shared/queue";
import { PATIENT } from "../support/settings";

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

type Responder = (attempt: number) => { readonly status: number; readonly body: string } | "hang";

const credentials = { accessKeyId: "id", secretAccessKey: "secret", sessionToken: "session" };
const environment = {
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  AWS_SESSION_TOKEN: credentials.sessionToken,
};

let server: Server;
let received: Received[];
let respond: Responder;
let restore: () => void;

beforeEach(async () => {
  received = [];
  respond = () => ({ status: 200, body: '{"MessageId":"m"}' });
  const before = process.env;
  process.env = { ...environment };
  restore = () => (process.env = before);
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += String(chunk)));
    request.on("end", () => {
      received.push({ headers: request.headers, body });
      const reply = respond(received.length);
      if (reply !== "hang") response.writeHead(reply.status).end(reply.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(() => {
  restore();
  server.closeAllConnections();
  server.close();
});

function call(attemptMs = PATIENT, signal?: AbortSignal) {
  const { port } = server.address() as AddressInfo;
  const client = new AwsClient(
    { name: "sqs", target: "AmazonSQS", protocol: "1.0" },
    { attempts: 3, attemptMs },
  );
  return client.call("SendMessage", `http://127.0.0.1:${port}/0/q`, { MessageBody: "é" }, signal);
}

/** The signature that AWS expects of a request as it arrived. */
async function signatureOf({ headers, body }: Received): Promise<string | undefined> {
  const names = /SignedHeaders=([^,]+)/.exec(String(headers.authorization))?.[1]?.split(";") ?? [];
  const signed = Object.fromEntries(names.map((name) => [name, String(headers[name])]));
  const signer = new SignatureV4({
    service: "sqs",
    region: environment.AWS_REGION,
    credentials,
    sha256: Sha256,
  });
  const date = String(headers["x-amz-date"]).replace(
    /^(....)(..)(..T..)(..)(..Z)$/,
    "$1-$2-$3:$4:$5",
  );
  const request = { method: "POST", protocol: "http:", hostname: "127.0.0.1", path: "/" };
  const again = await signer.sign(
    { ...request, headers: signed, body },
    { signingDate: new Date(date) },
  );
  return again.headers["authorization"];
}

describe("a message is sent", () => {
  const md5 = createHash("md5").update("body").digest("hex");
  const sending = async (response: object) => {
    respond = () => ({ status: 200, body: JSON.stringify(response) });
    const { port } = server.address() as AddressInfo;
    await sqsQueue(PATIENT).send(`http://127.0.0.1:${port}/0/q`, "body", {});
  };

  it.each([{ MessageId: "m" }, { MessageId: "m", MD5OfMessageBody: md5 }])(
    "when SQS responds %j",
    (response) => expect(sending(response)).resolves.toBeUndefined(),
  );

  it.each([{}, { MD5OfMessageBody: md5 }, { MessageId: "m", MD5OfMessageBody: "0" }])(
    "not when SQS responds %j",
    (response) => expect(sending(response)).rejects.toThrow("did not confirm"),
  );
});

describe("the client of AWS", () => {
  it("signs what it sends, and continues the trace of the invocation", async () => {
    process.env["_X_AMZN_TRACE_ID"] = "Root=1-2-3";
    expect(await call()).toEqual({ MessageId: "m" });
    const [request] = received as [Received];
    expect(request.body).toBe('{"MessageBody":"é"}');
    expect(request.headers).toMatchObject({
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": "AmazonSQS.SendMessage",
      "x-amz-security-token": "session",
      "x-amzn-trace-id": "Root=1-2-3",
    });
    expect(request.headers.authorization).toContain("/eu-central-1/sqs/aws4_request");
    expect(request.headers.authorization).toBe(await signatureOf(request));
  });

  it.each([
    ["an error of the service", 500, "com.amazonaws.sqs#InternalFailure"],
    ["too many requests", 400, "com.amazonaws.sqs#RequestThrottled"],
    ["too many requests, by status", 429, "Other"],
  ])("tries again after %s", async (_, status, __type) => {
    respond = (attempt) =>
      attempt < 3
        ? { status, body: JSON.stringify({ __type }) }
        : { status: 200, body: '{"MessageId":"m"}' };
    expect(await call()).toEqual({ MessageId: "m" });
    expect(received).toHaveLength(3);
  });

  it("gives up after the allowed attempts, with the name of the error", async () => {
    respond = () => ({ status: 503, body: "<html>" });
    await expect(call()).rejects.toMatchObject({ name: "UnknownError", status: 503 });
    expect(received).toHaveLength(3);
  });

  it.each(["", "<html>", "[]", "null", '{"MessageId":'])(
    "takes a 200 with %j for no response",
    async (body) => {
      respond = (attempt) => ({ status: 200, body: attempt < 3 ? body : '{"MessageId":"m"}' });
      expect(await call()).toEqual({ MessageId: "m" });
      respond = () => ({ status: 200, body });
      await expect(call()).rejects.toThrow("The response is not JSON.");
    },
  );

  it("bounds the name of an error", async () => {
    const __type = `com.amazonaws.sqs#Long\n${"e".repeat(500_000)}`;
    respond = () => ({ status: 400, body: JSON.stringify({ __type }) });
    await expect(call()).rejects.toMatchObject({ name: `Long${"e".repeat(95)}` });
  });

  it("does not repeat a request that AWS rejects", async () => {
    respond = () => ({
      status: 400,
      body: '{"__type":"com.amazonaws.sqs#InvalidMessageContents"}',
    });
    await expect(call()).rejects.toMatchObject({ name: "InvalidMessageContents" });
    expect(received).toHaveLength(1);
  });

  it("tries again when there is no response in time", async () => {
    respond = (attempt) => (attempt === 1 ? "hang" : { status: 200, body: '{"MessageId":"m"}' });
    expect(await call(2_000)).toEqual({ MessageId: "m" });
    expect(received).toHaveLength(2);
  });

  it("ends with its signal, and does not try again", async () => {
    const abort = new AbortController();
    respond = () => {
      abort.abort(new Error("too late"));
      return "hang";
    };
    await expect(call(PATIENT, abort.signal)).rejects.toThrow("too late");
    expect(received).toHaveLength(1);
  });

  it("takes the address of an emulator from the environment", async () => {
    const { port } = server.address() as AddressInfo;
    process.env["AWS_ENDPOINT_URL"] = `http://127.0.0.1:${port}`;
    const client = new AwsClient(
      { name: "secretsmanager", target: "secretsmanager", protocol: "1.1" },
      { attempts: 1, attemptMs: PATIENT },
    );
    await client.call("GetSecretValue", "https://secretsmanager.example", { SecretId: "s" });
    expect(received[0]?.headers["x-amz-target"]).toBe("secretsmanager.GetSecretValue");
  });

  it("says which variables are missing, and sends nothing", async () => {
    delete process.env["AWS_ACCESS_KEY_ID"];
    await expect(call()).rejects.toThrow("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
    expect(received).toHaveLength(0);
  });
});
