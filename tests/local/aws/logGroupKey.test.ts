import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

import { connect, type Aws } from "../../../local/aws/clients";
import { logGroup } from "../../../local/aws/types/logs";

const key = "arn:aws:kms:us-east-1:000000000000:key/01234567-89ab-cdef-0123-456789abcdef";
const before = { name: "/relay", arn: "arn:aws:logs:us-east-1:000000000000:log-group:/relay" };

/** Requests that CloudWatch Logs got: the operation and its input. */
const requests: [operation: string, input: unknown][] = [];
let error: string | undefined;
let server: Server;
let aws: Aws;

beforeAll(async () => {
  server = createServer((request, response) => {
    void json(request).then((input) => {
      requests.push([String(request.headers["x-amz-target"]).split(".")[1] ?? "", input]);
      const isKey = String(request.headers["x-amz-target"]).includes("KmsKey");
      response.statusCode = isKey && error !== undefined ? 400 : 200;
      const failure = { __type: "InvalidOperationException", message: error };
      response.end(JSON.stringify(response.statusCode === 400 ? failure : {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  aws = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, "us-east-1", "");
});

beforeEach(() => {
  requests.length = 0;
  error = undefined;
});

afterAll(() => {
  aws.logs.destroy();
  server.close();
});

function update(newKey: string | undefined, oldKey: string | undefined) {
  const withKey = (kmsKeyId: string | undefined) => (kmsKeyId === undefined ? {} : { kmsKeyId });
  const inputs = { ...before, ...withKey(newKey) };
  return logGroup.update?.("/relay", inputs, { ...before, ...withKey(oldKey) }, aws);
}

test("a key that is set or removed later is associated with the group, or taken from it", async () => {
  await update(key, undefined);
  expect(requests).toContainEqual(["AssociateKmsKey", { logGroupName: "/relay", kmsKeyId: key }]);
  await update(undefined, key);
  expect(requests).toContainEqual(["DisassociateKmsKey", { logGroupName: "/relay" }]);
});

test("a group whose key does not change keeps it without a request", async () => {
  await update(key, key);
  expect(requests.filter(([operation]) => operation.includes("KmsKey"))).toEqual([]);
});

test("says that the emulator cannot do it, and what to do", async () => {
  error = "Unknown action: AssociateKmsKey";
  await expect(update(key, undefined)).rejects.toThrow(
    "MiniStack cannot change the KMS key of the existing log group /relay; AWS can. Set the key before",
  );
  error = "The specified KMS key does not exist";
  await expect(update(key, undefined)).rejects.toThrow("The specified KMS key does not exist");
});
