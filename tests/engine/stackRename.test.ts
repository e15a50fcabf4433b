import fetch from "node-fetch";

import { alarmInfo } from "../../infra/config/alarms";
import {
  dlqHas,
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
import { closeAll } from "./support/closeAll";

// A whole stack on a busy machine takes minutes; this ends what hangs.
jest.setTimeout(600_000);

let local: Local;

beforeAll(async () => {
  // Long enough that an event posted after the deployment still waits while the stack is renamed.
  local = await startLocal({
    config: {
      "chatlio-aep:delivery.settleTime": "30s",
      "chatlio-aep:dashboard": "false",
      ...Object.fromEntries(
        alarmInfo
          .filter(({ name }) => name !== "deadLetters")
          .map(({ name }) => [`chatlio-aep:alarms.${name}`, "off"]),
      ),
    },
  });
}, 600_000);

afterAll(() => closeAll(local));

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
  await local.stack.setConfig("chatlio-aep:dashboard", { value: "true" });
  await local.stack.setConfig("chatlio-aep:alarmTopicArn", {
    value: "arn:aws:sns:us-east-1:000000000000:operations",
  });
  const { steps } = await run(local.stack, "up");
  const made = steps.filter((step) => !step.startsWith("update "));
  const [alarm, dashboard] = ["relay-alarms-dead-letters", "relay-dashboard-overview"];
  const components = ["create relay-alarms", "create relay-dashboard"];
  expect(made.sort()).toEqual([...components, `create ${alarm}`, `create ${dashboard}`].sort());
  // AWS overwrites an alarm or dashboard whose name is taken: the new names are those of this stack's queues.
  const start = (before["relay-queues-events"] ?? "").split("/").at(-1)?.replace("-events", "");
  expect(await awsObjects()).toEqual({
    ...before,
    [alarm]: `${start}-dead-letters`,
    [dashboard]: `${start}-overview`,
  });

  expect((await dlqHas(local, 1)).map(({ reason }) => reason)).toEqual(["not-json"]);
  await rowsOf(local, [waiting ?? ""]);
  expect(await postAll(local)).toHaveLength(5);
  expect((await run(local.stack, "preview")).steps).toEqual([]);
});
