import { isSecret, open, runProgram, token, type Run } from "./program";

/** What the smoke test of a run gets. */
function smokeTestOf(run: Run) {
  const command = run.one("command:local:Command");
  // Pulumi encrypts the whole object when a value in it is secret.
  expect(isSecret(command.inputs["environment"])).toBe(true);
  const { CHATLIO_AEP_SMOKE_TEST: given = "", ...environment } = open(
    command.inputs["environment"],
  ) as Record<string, string>;
  const read = JSON.parse(given) as { outputs: Record<string, unknown> };
  return { command, environment, ...read };
}

test("the smoke test runs last and gets the URLs from the environment, as a secret", async () => {
  const run = await runProgram({
    "chatlio-aep:smokeTest": "true",
    "chatlio-aep:smokeTestTimeout": "90s",
    "aws:profile": "deployer",
  });
  const { command, environment, outputs, ...more } = smokeTestOf(run);
  expect([environment, more]).toEqual([{ AWS_PROFILE: "deployer" }, { timeoutSeconds: 90 }]);
  const functions = ["receiverFunctionArn", "forwarderFunctionArn", "logGroups"];
  const named = ["webhookUrls", "settledAt", ...functions];
  expect(outputs).toEqual(Object.fromEntries(named.map((name) => [name, run.outputs[name]])));
  expect(JSON.stringify({ ...command.inputs, environment })).not.toContain(token);
  expect(command.inputs).toMatchObject({
    create: "node -",
    stdin: "// cli/verify/smokeTest.ts",
    triggers: [
      "platform-flow-id",
      expect.stringMatching(/^[0-9a-f]{64}$/),
      expect.stringMatching(/^[0-9a-f]{64}$/),
    ],
  });
  expect(command.dependencies).toEqual(
    expect.arrayContaining(["relay-api-stage", "relay-forwarder-trigger"]),
  );
  expect(run.components.map(({ name }) => name)).toContain("smoke-test");
}, 60_000);

test("in direct mode the smoke test gets the direct URLs, and nothing of AWS", async () => {
  const run = await runProgram({ "chatlio-aep:mode": "direct", "chatlio-aep:smokeTest": "true" });
  const { command, environment, outputs } = smokeTestOf(run);
  expect(environment).toEqual({});
  expect(outputs).toEqual({
    webhookUrls: run.outputs["webhookUrls"],
    settledAt: "2026-11-23T08:00:00.000Z",
  });
  expect(command.inputs["triggers"]).toEqual([
    JSON.stringify((run.outputs["flowIds"] as { direct: unknown }).direct),
    expect.stringMatching(/^[0-9a-f]{64}$/),
  ]);
  expect(command.dependencies).toContain("direct-main-feedback-left-flow");
  expect(run.warnings.join("\n")).not.toContain("smokeTest");
  // What a row holds changes in place: the dataflows stay, and the test runs again.
  const changed = await runProgram({
    "chatlio-aep:mode": "direct",
    "chatlio-aep:smokeTest": "true",
    "chatlio-aep:privacy": '{"ip":"drop"}',
  });
  expect(smokeTestOf(changed).command.inputs["triggers"]).not.toEqual(command.inputs["triggers"]);
}, 60_000);

test("with both modes the smoke test gets the URLs of both", async () => {
  const run = await runProgram({ "chatlio-aep:mode": "both", "chatlio-aep:smokeTest": "true" });
  const { outputs } = smokeTestOf(run);
  expect(outputs["webhookUrls"]).toEqual(run.outputs["webhookUrls"]);
  expect(outputs["directWebhookUrls"]).toEqual(run.outputs["directWebhookUrls"]);
}, 60_000);
