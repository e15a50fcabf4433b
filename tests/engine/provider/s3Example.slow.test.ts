import path from "node:path";

import { runWritten, writtenCommands } from "../../support/writtenCommands";
import { deployAsWritten } from "./deployAsWritten";
import { startHarness } from "./harness";

const root = path.join(__dirname, "../../..");
const page = "examples/s3/README.md";
const keys = {
  AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "first-secret-of-the-bucket",
  NEW_SECRET_ACCESS_KEY: "second-secret-of-the-bucket",
};

test("the example of S3 is deployed, rotated and rescheduled in place, and leaves nothing behind", async () => {
  const harness = await startHarness({ workDir: path.join(root, "examples/s3") });
  try {
    const place = await deployAsWritten(harness, page, keys);
    await harness.stack.refresh();
    await harness.stack.preview({ expectNoChanges: true });
    const ids = async () => {
      const outputs = await harness.stack.outputs();
      return Object.fromEntries(
        Object.entries(outputs).map(([name, { value }]) => [name, String(value)]),
      );
    };
    const { connectionId = "", sourceConnectionId = "", flowId = "", ...others } = await ids();
    const flows = () => harness.ui.flows.get("flows", flowId);
    expect(await flows()).toMatchObject({
      state: "enabled",
      sourceConnectionIds: [sourceConnectionId],
      scheduleParams: { startTime: "1798783200", frequency: "hour", interval: "6" },
    });
    expect(await harness.ui.flows.get("sourceConnections", sourceConnectionId)).toMatchObject({
      baseConnectionId: connectionId,
      data: { format: "delimited", properties: { columnDelimiter: ";" } },
      params: { path: "/shop-exports/orders/*.csv", type: "folder" },
    });

    const change = writtenCommands(page, "pulumi config set --secret secretAccessKey");
    await runWritten(change, place);
    await harness.stack.preview({ expectNoChanges: true });
    expect(await ids()).toEqual({ connectionId, sourceConnectionId, flowId, ...others });
    expect(await flows()).toMatchObject({ scheduleParams: { interval: "12" } });
    const state = await harness.storedState();
    expect(state).toContain(connectionId);
    expect(state).not.toMatch(/secret-of-the-bucket/);

    await harness.stack.destroy();
    for (const kind of ["connections", "sourceConnections", "targetConnections", "flows"] as const)
      expect(await harness.ui.flows.findAll(kind)).toEqual([]);
    expect(await harness.ui.catalog.findAll()).toEqual([]);
  } finally {
    await harness.close();
  }
});
