import type { SQSRecord } from "aws-lambda";
import { secretStore } from "../../../handlers/forwarder/inletStore";
import { sqsQueue } from "../../../handlers/shared/queue";
import { ForwarderWorld, NOW } from "../support/forwarder";
import { each, hang, status } from "../support/inlet";
import { batch, messages, record } from "../support/messages";

const world = new ForwarderWorld();

describe.each(["hangs", "halts"] as const)("the forwarder, when AWS %s", (behaviour) => {
  const LAMBDA_MS = 1_900;
  /** What a client would wait for one answer. */
  const PATIENT_MS = 2_500;
  const delivery = { deadlineMarginMs: 600 };
  /** A run that Lambda would end at a real deadline; fails when it is not over by then. */
  const inTime = async (...records: SQSRecord[]) => {
    const end = Date.now() + LAMBDA_MS;
    const run = world.forwarder(
      { delivery },
      {
        queue: sqsQueue(PATIENT_MS),
        inlet: secretStore(world.settings(), () => NOW, PATIENT_MS),
      },
    );
    const result = await run(batch(...records), {
      getRemainingTimeInMillis: () => end - Date.now(),
    }).catch(String);
    expect(Date.now()).toBeLessThan(end);
    return result;
  };

  it.each(["ChangeMessageVisibilityBatch", "SendMessage"])(
    "at %s: says in time what was delivered",
    async (operation) => {
      world.aws.behave(operation, behaviour);
      world.inlet.answer = each({ 1: hang, 2: status(400), 3: status(503) });
      const result = await inTime(...messages(4), record("x", "no envelope"));
      if (typeof result === "string") throw new Error(result);
      const failed = result.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
      const unburied = operation === "SendMessage" ? ["m2", "x"] : [];
      expect(failed.sort()).toEqual(["m1", "m3", ...unburied].sort());
    },
  );

  it("at the secret's store: retries all, in time", async () => {
    world.aws.behave("GetSecretValue", behaviour);
    expect(await inTime(...messages(2))).toContain("secret-unavailable");
    expect(world.aws.hidden).toHaveLength(2);
  });
});
