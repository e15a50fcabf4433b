import * as pulumi from "@pulumi/pulumi";

import * as aep from "../../../adobe/sdk";
import { closeAll } from "../support/closeAll";
import { failureOf, startHarness } from "./harness";
import type { Harness } from "./harness";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => closeAll(harness));

/** The program gives them in plain text: they are secret all the same. */
function files(userName: string, password: string) {
  return () => {
    const connection = new aep.flow.Connection("files", {
      connectionSpec: { id: "b7bf2577-4520-42c9-bae9-cad01560f7bc", version: "1.0" },
      auth: { specName: "Basic Authentication for sftp", params: { host: "files.shop" } },
      credentials: { userName, password },
    });
    return Promise.resolve({ id: connection.id, credentials: connection.credentials });
  };
}

test("credentials are rotated in place, and are never in plain text in state, output or log", async () => {
  harness.program(files("shop-user-1", "first-password-1"));
  const first = await harness.stack.up();
  harness.program(files("shop-user-2", "second-password-2"));
  const preview = await harness.stack.preview();
  expect(preview.changeSummary).toMatchObject({ update: 1 });
  expect(preview.changeSummary).not.toHaveProperty("replace");
  const second = await harness.stack.up();
  const refreshed = await harness.stack.refresh();
  expect(refreshed.resourceChanges).not.toHaveProperty("update");
  await harness.stack.preview({ expectNoChanges: true });

  const outputs = await harness.stack.outputs();
  expect(outputs["credentials"]).toEqual({
    value: { userName: "shop-user-2", password: "second-password-2" },
    secret: true,
  });
  const there = await harness.ui.flows.get("connections", String(outputs["id"]?.value));
  expect(there?.["auth"]).toMatchObject({
    params: { host: "files.shop", userName: "shop-user-2" },
  });
  const written = [first.stdout, preview.stdout, second.stdout, refreshed.stdout].join("\n");
  for (const text of [await harness.storedState(), written]) {
    expect(text).toContain("files");
    expect(text).not.toMatch(/shop-user-[12]|password-[12]/);
  }
});

test("a failed check shows no value, which may be a secret", async () => {
  const hush = "hush-hush-1";
  harness.program(() => {
    new aep.profile.SegmentDefinition("wrong", {
      expression: pulumi.secret(`(phone = "${hush}"`),
    });
    return Promise.resolve({});
  });
  for (const work of [() => harness.stack.preview(), () => harness.stack.up()]) {
    const message = await failureOf(work());
    expect(message).toContain(
      "resource 'wrong' has a problem: expression: line 1, column 1: this ( is not closed; add )",
    );
    expect(message).not.toContain(hush);
  }
});
