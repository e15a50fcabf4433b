import { createHash, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A message a queue was sent. */
export interface Sent {
  readonly queue: string;
  readonly body: string;
  readonly delaySeconds: number;
}

export interface Hidden {
  readonly receiptHandle: string;
  readonly seconds: number;
}

/** How the server behaves towards one operation; by default it does what AWS does. */
export type Behaviour = "works" | "fails" | "hangs" | "halts" | "refuses";

/** A message that can be received. */
export interface Held {
  readonly id: string;
  readonly body: string;
  hidden: boolean;
}

/** Stands for SQS, Secrets Manager and Lambda: real HTTP, the protocols that the SDK speaks. */
export interface AwsServer {
  readonly url: string;
  readonly sent: Sent[];
  readonly hidden: Hidden[];
  /** What can be received, from whatever queue; a receipt handle is the message's id. */
  readonly held: Held[];
  /** Environment of every function. */
  readonly functionEnvironment: Record<string, string>;
  /** Secret values by version id; the last one added is the current one. */
  readonly secrets: Map<string, string>;
  /** Requests by operation, as `SendMessage`. */
  readonly calls: string[];
  behave(operation: string, behaviour: Behaviour, queue?: string): void;
  sentTo(queue: string): Record<string, unknown>[];
  close(): Promise<void>;
}

/** What SQS takes in a message (Amazon SQS, SendMessage): anything else is refused. */
const allowed = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;

async function read(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString("utf8")) as Record<string, unknown>;
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/x-amz-json-1.0" });
  response.end(JSON.stringify(body));
}

function fail(response: ServerResponse, status: number, type: string): void {
  reply(response, status, { __type: type, message: type });
}

function queueOf({ QueueUrl: url }: Record<string, unknown>): string {
  return typeof url === "string" ? (url.split("/").pop() ?? "") : "";
}

export async function startAwsServer(): Promise<AwsServer> {
  const sent: Sent[] = [];
  const hidden: Hidden[] = [];
  const held: Held[] = [];
  const functionEnvironment: Record<string, string> = {};
  const secrets = new Map<string, string>();
  const calls: string[] = [];
  const behaviours = new Map<string, Behaviour>();

  function sendMessage(input: Record<string, unknown>, response: ServerResponse): void {
    const body = String(input["MessageBody"]);
    if (!allowed.test(body) || body === "") {
      fail(response, 400, "InvalidMessageContents");
      return;
    }
    if (Buffer.byteLength(body) > 1_048_576) {
      fail(response, 400, "InvalidParameterValue");
      return;
    }
    const queue = queueOf(input);
    sent.push({ queue, body, delaySeconds: Number(input["DelaySeconds"] ?? 0) });
    const md5 = createHash("md5").update(body).digest("hex");
    reply(response, 200, { MessageId: randomUUID(), MD5OfMessageBody: md5 });
  }

  function hide(input: Record<string, unknown>, response: ServerResponse): void {
    const entries = input["Entries"] as {
      Id: string;
      ReceiptHandle: string;
      VisibilityTimeout: number;
    }[];
    for (const { ReceiptHandle, VisibilityTimeout } of entries) {
      hidden.push({ receiptHandle: ReceiptHandle, seconds: VisibilityTimeout });
      for (const message of held)
        if (message.id === ReceiptHandle) message.hidden = VisibilityTimeout > 0;
    }
    reply(response, 200, { Successful: entries.map(({ Id }) => ({ Id })), Failed: [] });
  }

  function receive(input: Record<string, unknown>, response: ServerResponse): void {
    const found = held
      .filter((message) => !message.hidden)
      .slice(0, Number(input["MaxNumberOfMessages"] ?? 1));
    for (const message of found) message.hidden = true;
    const messages = found.map(({ id, body }) => ({
      MessageId: id,
      ReceiptHandle: id,
      Body: body,
      MD5OfBody: createHash("md5").update(body).digest("hex"),
    }));
    reply(response, 200, { Messages: messages });
  }

  function remove({ ReceiptHandle: handle }: Record<string, unknown>, response: ServerResponse) {
    const index = held.findIndex(({ id }) => id === handle);
    if (index >= 0) held.splice(index, 1);
    reply(response, 200, {});
  }

  function getSecret(input: Record<string, unknown>, response: ServerResponse): void {
    const version = input["VersionId"] as string | undefined;
    const value = version === undefined ? [...secrets.values()].pop() : secrets.get(version);
    if (value === undefined) {
      fail(response, 400, "ResourceNotFoundException");
      return;
    }
    reply(response, 200, { ARN: input["SecretId"], Name: "inlet", SecretString: value });
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url?.endsWith("/configuration")) {
      reply(response, 200, { Environment: { Variables: functionEnvironment } });
      return;
    }
    const operation = String(request.headers["x-amz-target"]).split(".").pop() ?? "";
    const input = await read(request);
    calls.push(operation);
    const queue = queueOf(input);
    const behaviour =
      behaviours.get(`${operation} ${queue}`) ?? behaviours.get(operation) ?? "works";
    if (behaviour === "hangs") return;
    if (behaviour === "halts") {
      // Half an answer, and then nothing.
      response.writeHead(200, { "content-type": "application/x-amz-json-1.0" });
      response.write("{");
      return;
    }
    if (behaviour === "fails") {
      fail(response, 500, "InternalFailure");
      return;
    }
    if (behaviour === "refuses") {
      fail(response, 400, "InvalidMessageContents");
      return;
    }
    if (operation === "SendMessage") sendMessage(input, response);
    else if (operation === "ChangeMessageVisibilityBatch") hide(input, response);
    else if (operation === "ReceiveMessage") receive(input, response);
    else if (operation === "DeleteMessage") remove(input, response);
    else if (operation === "GetSecretValue") getSecret(input, response);
    else fail(response, 400, "InvalidAction");
  }

  const server: Server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    sent,
    hidden,
    held,
    functionEnvironment,
    secrets,
    calls,
    behave: (operation, behaviour, queue) =>
      void behaviours.set(queue ? `${operation} ${queue}` : operation, behaviour),
    sentTo: (queue) =>
      sent
        .filter((message) => message.queue === queue)
        .map(({ body }) => JSON.parse(body) as Record<string, unknown>),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
