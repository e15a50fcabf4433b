import fetch from "node-fetch";

import {
  dlqMessages,
  exportState,
  output,
  postAll,
  postOne,
  rowsOf,
  run,
  startLocal,
  type Local,
  type Urls,
} from "./stackSupport";

// A whole stack on a busy machine takes minutes; this ends what hangs.
jest.setTimeout(600_000);

let local: Local;

beforeAll(async () => {
  // Long enough that an event posted after the deployment still waits while the stack is renamed.
  local = await startLocal({ config: { "chatlio-aep:delivery.settleTime": "30s" } });
}, 600_000);

afterAll(async () => {
  await local.close();
});

/** Id of each object in AWS, by the resource's name. */
async function awsObjects(): Promise<Readonly<Record<string, string>>> {
  const { deployment } = JSON.parse(await exportState(local.stack, "encrypted")) as {
    deployment: { resources: readonly { urn: string; id?: string; type: string }[] };
  };
  return Object.fromEntries(
    deployment.resources
      .filter(({ type }) => type.startsWith("aws:"))
      .map(({ urn, id = "" }) => [urn.split("::").at(-1) ?? "", id]),
  );
}

test("a renamed stack with another namePrefix keeps its queues and their messages", async () => {
  await run(local.stack, "up");
  const before = await awsObjects();
  const url = (await output<Urls>(local, "webhookUrls"))["main"]?.["feedback-left"] ?? "";
  const waiting = await postOne(url);
  expect(waiting).toBeDefined();
  expect((await fetch(url, { method: "POST", body: "not JSON" })).status).toBe(202);

  await local.stack.rename({ stackName: "renamed" });
  await local.stack.setConfig("chatlio-aep:namePrefix", { value: "acme-chat" });
  const { steps } = await run(local.stack, "up");
  expect(steps.filter((step) => !step.startsWith("update "))).toEqual([]);
  expect(await awsObjects()).toEqual(before);

  expect((await dlqMessages(local)).map(({ reason }) => reason)).toEqual(["not-json"]);
  await rowsOf(local, [waiting ?? ""]);
  expect(await postAll(local)).toHaveLength(5);
  expect((await run(local.stack, "preview")).steps).toEqual([]);
});
