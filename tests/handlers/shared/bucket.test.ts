import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { s3Bucket } from "../../../handlers/shared/aws/bucket";
import { PATIENT } from "../support/settings";

interface Reply {
  readonly status: number;
  readonly body?: string;
  readonly etag?: string;
}

let server: Server;
let received: { readonly request: IncomingMessage; readonly body: string }[];
let replies: Reply[];
let restore: () => void;

beforeEach(async () => {
  received = [];
  replies = [];
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += String(chunk)));
    request.on("end", () => {
      received.push({ request, body });
      const { etag, ...reply } = replies.shift() ?? { status: 200, etag: '"1"' };
      response.writeHead(reply.status, etag === undefined ? {} : { etag }).end(reply.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const before = process.env;
  process.env = {
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "id",
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  };
  restore = () => (process.env = before);
});
afterEach(() => {
  restore();
  server.closeAllConnections();
  server.close();
});

const where = { name: "archive", url: "https://archive.s3.eu-central-1.amazonaws.com" };

function put() {
  return s3Bucket(where, PATIENT).put("a/b-c_d.json", "tëxt", {});
}

test("an object is put with a signature over its content", async () => {
  await put();
  const [{ request, body } = {}] = received;
  expect([request?.method, request?.url, body]).toEqual(["PUT", "/archive/a/b-c_d.json", "tëxt"]);
  expect(request?.headers["x-amz-content-sha256"]).toBe(
    createHash("sha256").update("tëxt").digest("hex"),
  );
  expect(request?.headers.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=id\/\d{8}\/eu-central-1\/s3\/aws4_request, SignedHeaders=[a-z0-9;-]*x-amz-content-sha256/,
  );
});

test("a bucket that is busy gets the object again", async () => {
  replies = [{ status: 503, body: "<Error><Code>SlowDown</Code></Error>" }];
  await put();
  expect(received).toHaveLength(2);
});

test("an error has the name that S3 gives it", async () => {
  replies = [{ status: 403, body: "<?xml?><Error><Code>AccessDenied</Code></Error>" }];
  await expect(put()).rejects.toMatchObject({ name: "AccessDenied", status: 403 });
  expect(received).toHaveLength(1);
});

test("a response with 200 that does not name the object is not a success", async () => {
  replies = [{ status: 200 }, { status: 200 }, { status: 200, body: "<html>" }];
  await expect(put()).rejects.toThrow("S3 did not confirm the object.");
});
