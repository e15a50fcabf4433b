import { serializeProperties } from "@pulumi/pulumi/runtime/rpc";

import { userError } from "../../../adobe/sdk/userError";

test("keeps its message when Pulumi serializes properties that wait for it", async () => {
  const error = userError("There is no dataset 0123.");
  const inner = Promise.reject(error);
  await expect(serializeProperties("outputs", { datasetId: inner })).rejects.toBe(error);
  await expect(serializeProperties("inputs", { target: { datasetId: inner } })).rejects.toBe(error);
  expect(error.message).toBe("There is no dataset 0123.");
  expect(error.stack).toBe("");
});
