import path from "node:path";

import { runWritten, writtenCommands } from "../../support/writtenCommands";
import { deployAsWritten } from "./deployAsWritten";
import { startHarness } from "./harness";

const root = path.join(__dirname, "../../..");
const page = "examples/destinations/README.md";
const keys = {
  AWS_ACCESS_KEY_ID: "AKIAEXAMPLEEXAMPLE22",
  AWS_SECRET_ACCESS_KEY: "secretOfTheBucketOfTheShopsecretOfTheBuc",
};
const selectors = "/transformations/0/params/segmentSelectors/selectors";

test("the example of destinations is deployed, changed in place and put right, and leaves nothing behind", async () => {
  const harness = await startHarness({ workDir: path.join(root, "examples/destinations") });
  try {
    const place = await deployAsWritten(harness, page, keys);
    await harness.stack.refresh();
    await harness.stack.preview({ expectNoChanges: true });
    const outputs = await harness.stack.outputs();
    const idOf = (name: string) => String(outputs[name]?.value);
    const audiencesOf = async (name: string) => {
      const flow = await harness.ui.flows.get("flows", idOf(name));
      const [{ params }] = flow?.["transformations"] as [
        { readonly params: { readonly segmentSelectors: { readonly selectors: unknown[] } } },
      ];
      return params.segmentSelectors.selectors;
    };
    expect(await audiencesOf("streamFlowId")).toHaveLength(1);
    expect(await audiencesOf("bucketFlowId")).toMatchObject([
      { value: { exportMode: "DAILY_FULL_EXPORT", schedule: { frequency: "DAILY" } } },
    ]);

    await runWritten(writtenCommands(page, "pulumi config set readers"), place);
    await harness.stack.preview({ expectNoChanges: true });
    expect(await audiencesOf("bucketFlowId")).toHaveLength(2);
    expect(await harness.ui.flows.get("targetConnections", idOf("bucketTargetId"))).toMatchObject({
      params: { path: "audiences/daily", bucketName: "shop-exports" },
    });
    expect(await harness.stack.outputs()).toEqual(outputs);

    // Somebody adds an audience in Adobe's UI.
    const { etag = "" } = (await harness.ui.flows.get("flows", idOf("streamFlowId"))) ?? {};
    const value = { type: "PLATFORM_SEGMENT", value: { id: "5f00" } };
    const added = [{ op: "add", path: `${selectors}/-`, value }];
    await harness.ui.flows.patch("flows", idOf("streamFlowId"), added, etag);
    await harness.stack.up({ refresh: true });
    expect(await audiencesOf("streamFlowId")).toHaveLength(1);

    const state = await harness.storedState();
    expect(state).not.toContain(keys.AWS_SECRET_ACCESS_KEY);
    await harness.stack.destroy();
    for (const kind of ["connections", "sourceConnections", "targetConnections", "flows"] as const)
      expect(await harness.ui.flows.findAll(kind)).toEqual([]);
    expect(await harness.ui.segments.findAll()).toEqual([]);
  } finally {
    await harness.close();
  }
});
