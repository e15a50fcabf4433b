import { createHash, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { ObjectStore } from "./objectStore";

/** A message that was sent to a queue. */
export interface Sent {
  readonly queue: string;
  readonly body: string;
  readonly delaySeconds: number;
}

/** A visibility timeout that was extended. */
export interface VisibilityChange {
  readonly receiptHandle: string;
  readonly seconds: number;
}

/** How the server responds to one operation. By default it does what AWS does. */
export type Behavior = "works" | "fails" | "hangs" | "halts" | "rejects";

/** A message that can be received. */
export interface QueueMessage {
  readonly id: string;
  readonly body: string;
  invisible: boolean;
}

/** Characters that SQS accepts in a message (Amazon SQS, SendMessage). */
const allowed = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;

export type Input = Readonly<Record<string, unknown>>;

/** A response of the server: an object as JSON, and the status, 200 by default. */
export interface Reply {
  readonly status?: number;
  /** An object is sent as JSON. */
  readonly body: object | string;
  readonly headers?: Readonly<Record<string, string>>;
}

const replyHeaders = { "content-type": "application/x-amz-json-1.0" };

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function failure(status: number, type: string): Reply {
  return { status, body: { __type: type, message: type } };
}

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}

/** A request as IAM names it, and what it is about: the name of a queue, secret or function. */
export interface IamRequest {
  readonly action: string;
  readonly object: string;
}

const services: Readonly<Record<string, string>> = {
  AmazonSQS: "sqs",
  secretsmanager: "secretsmanager",
  DynamoDB_20120810: "dynamodb",
  Logs_20140328: "logs",
  GraniteServiceVersion20100801: "cloudwatch",
};

/** IAM has no names for SQS's batches: it checks the single action. */
function iamRequest(target: string, input: Input): IamRequest {
  const [service = "", operation = ""] = target.split(".");
  const named = input["SecretId"] ?? input["logGroupName"] ?? input["TableName"] ?? "*";
  const object = input["QueueUrl"] === undefined ? named : queueOf(input);
  return {
    action: `${services[service] ?? service}:${operation.replace(/Batch$/, "")}`,
    object: typeof object === "string" ? object : "*",
  };
}

function queueOf({ QueueUrl: url }: Input): string {
  return typeof url === "string" ? (url.split("/").pop() ?? "") : "";
}

/** A stub of SQS, Secrets Manager, Lambda and S3: a real HTTP server with the protocols that the SDK uses. */
export class AwsServer {
  readonly sent: Sent[] = [];
  readonly visibilityChanges: VisibilityChange[] = [];
  /** The messages of all queues. A receipt handle is the message's id. */
  readonly messages: QueueMessage[] = [];
  /** Environment of every function. */
  readonly functionEnvironment: Record<string, string> = {};
  /** Tags of each queue that can be found by its name. */
  readonly queueTags = new Map<string, Readonly<Record<string, string>>>();
  /** Secret values by version id; the last one added is the current one. */
  readonly secrets = new Map<string, string>();
  /** Requests by operation, as `SendMessage`. */
  readonly calls: string[] = [];
  readonly iamRequests: IamRequest[] = [];
  readonly s3 = new ObjectStore();

  /** Responses to operations that the server itself does not have. */
  readonly more = new Map<string, (input: Input) => Reply>();
  /** Responses by path, for services with one for each operation. */
  readonly paths = new Map<string, Reply>();
  /** Responses of services that speak XML, such as IAM, by the operation in the form. */
  readonly forms = new Map<string, (form: URLSearchParams) => Reply>();

  private readonly behaviors = new Map<string, Behavior>();
  // However long a test takes, it closes no connection that a client may just be using again.
  private readonly server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    this.serve(request, response).catch(() => response.destroy());
  });

  /** The operations, by the name in the request's `x-amz-target`. */
  private readonly operations: Readonly<Record<string, (input: Input) => Reply>> = {
    SendMessage: (input) => this.sendMessage(input),
    ChangeMessageVisibilityBatch: (input) => this.changeVisibility(input),
    ReceiveMessage: (input) => this.receiveMessages(input),
    DeleteMessage: (input) => this.deleteMessage(input),
    GetSecretValue: (input) => this.secretValue(input),
    GetQueueUrl: ({ QueueName: name }) =>
      this.queueTags.has(String(name))
        ? { body: { QueueUrl: `${this.url}/0/${String(name)}` } }
        : failure(400, "QueueDoesNotExist"),
    ListQueueTags: (input) => ({ body: { Tags: this.queueTags.get(queueOf(input)) ?? {} } }),
  };

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  listen(): Promise<void> {
    return new Promise((resolve) => this.server.listen(0, "127.0.0.1", resolve));
  }

  /** @param queue the behavior is only towards this one; default any */
  behave(operation: string, behavior: Behavior, queue?: string): void {
    this.behaviors.set(queue ? `${operation} ${queue}` : operation, behavior);
  }

  sentTo(queue: string): Record<string, unknown>[] {
    return this.sent
      .filter((message) => message.queue === queue)
      .map(({ body }) => JSON.parse(body) as Record<string, unknown>);
  }

  close(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.close((error) => (error ? reject(error) : resolve()));
      this.server.closeAllConnections();
    });
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reply = await this.replyTo(request);
    if (reply === "hangs") return;
    if (reply === "halts") {
      // Half a response, and then nothing.
      response.writeHead(200, replyHeaders);
      response.write("{");
      return;
    }
    response.writeHead(reply.status ?? 200, { ...replyHeaders, ...reply.headers });
    response.end(typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body));
  }

  private async replyTo(request: IncomingMessage): Promise<Reply | "hangs" | "halts"> {
    if (request.url?.endsWith("/configuration")) {
      const object = decodeURIComponent(request.url.split("/").at(-2) ?? "");
      this.iamRequests.push({ action: "lambda:GetFunctionConfiguration", object });
      return { body: { Environment: { Variables: this.functionEnvironment } } };
    }
    const ofPath = this.paths.get(request.url ?? "");
    if (ofPath !== undefined) return ofPath;
    const body = await read(request);
    await this.s3.before();
    const ofStore = this.s3.reply(request, body);
    if (ofStore !== undefined) {
      const [seen, reply] = ofStore;
      this.iamRequests.push(...seen);
      return reply;
    }
    if (request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) {
      const form = new URLSearchParams(body);
      return this.forms.get(form.get("Action") ?? "")?.(form) ?? failure(400, "InvalidAction");
    }
    const target = String(request.headers["x-amz-target"]);
    const operation = target.split(".").pop() ?? "";
    const input = JSON.parse(body) as Input;
    this.iamRequests.push(iamRequest(target, input));
    this.calls.push(operation);
    const behavior =
      this.behaviors.get(`${operation} ${queueOf(input)}`) ??
      this.behaviors.get(operation) ??
      "works";
    switch (behavior) {
      case "hangs":
      case "halts":
        return behavior;
      case "fails":
        return failure(500, "InternalFailure");
      case "rejects":
        return failure(400, "InvalidMessageContents");
      case "works":
        return this.more.get(operation)?.(input) ?? this.reply(operation, input);
    }
  }

  /** What the server itself responds to an operation. */
  reply(operation: string, input: Input): Reply {
    return this.operations[operation]?.(input) ?? failure(400, "InvalidAction");
  }

  private sendMessage(input: Input): Reply {
    const body = String(input["MessageBody"]);
    if (!allowed.test(body) || body === "") return failure(400, "InvalidMessageContents");
    if (Buffer.byteLength(body) > 1_048_576) return failure(400, "InvalidParameterValue");
    const delaySeconds = Number(input["DelaySeconds"] ?? 0);
    this.sent.push({ queue: queueOf(input), body, delaySeconds });
    return { body: { MessageId: randomUUID(), MD5OfMessageBody: md5(body) } };
  }

  private changeVisibility(input: Input): Reply {
    const entries = input["Entries"] as {
      Id: string;
      ReceiptHandle: string;
      VisibilityTimeout: number;
    }[];
    for (const { ReceiptHandle, VisibilityTimeout } of entries) {
      this.visibilityChanges.push({ receiptHandle: ReceiptHandle, seconds: VisibilityTimeout });
      for (const message of this.messages)
        if (message.id === ReceiptHandle) message.invisible = VisibilityTimeout > 0;
    }
    return { body: { Successful: entries.map(({ Id }) => ({ Id })), Failed: [] } };
  }

  private receiveMessages(input: Input): Reply {
    const found = this.messages
      .filter((message) => !message.invisible)
      .slice(0, Number(input["MaxNumberOfMessages"] ?? 1));
    for (const message of found) message.invisible = true;
    const messages = found.map(({ id, body }) => ({
      MessageId: id,
      ReceiptHandle: id,
      Body: body,
      MD5OfBody: md5(body),
    }));
    return { body: { Messages: messages } };
  }

  private deleteMessage({ ReceiptHandle: handle }: Input): Reply {
    const index = this.messages.findIndex(({ id }) => id === handle);
    if (index >= 0) this.messages.splice(index, 1);
    return { body: {} };
  }

  private secretValue(input: Input): Reply {
    const version = input["VersionId"] as string | undefined;
    const value =
      version === undefined ? [...this.secrets.values()].pop() : this.secrets.get(version);
    if (value === undefined) return failure(400, "ResourceNotFoundException");
    return { body: { ARN: input["SecretId"], Name: "inlet", SecretString: value } };
  }
}

/** Starts the server on a free port of the loopback interface. */
export async function startAwsServer(): Promise<AwsServer> {
  const server = new AwsServer();
  await server.listen();
  return server;
}
