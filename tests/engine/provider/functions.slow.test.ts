import path from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { CONTENT_TYPE } from "../../../adobe/provider/resources/common";
import * as aep from "../../../adobe/sdk";
import { closeAll } from "../support/closeAll";
import { failureOf, startHarness } from "./harness";
import type { Harness } from "./harness";

const EVENT_CLASS = "https://ns.adobe.com/xdm/context/experienceevent";

let harness: Harness;
/** What another team has made. */
let theirs: { schemaId: string; altId: string; datasetId: string };
beforeAll(async () => {
  harness = await startHarness();
  const schema = await harness.ui.registry.create("schemas", {
    type: "object",
    title: "Web events",
    allOf: [{ $ref: EVENT_CLASS }],
  });
  const datasetId = await harness.ui.catalog.create({
    name: "Web events",
    description: "Of the web team",
    schemaRef: { id: schema.$id, contentType: CONTENT_TYPE },
  });
  theirs = { schemaId: schema.$id, altId: schema["meta:altId"], datasetId };
});
afterAll(() => closeAll(harness));

function wanted() {
  return {
    schema: {
      id: theirs.schemaId,
      altId: theirs.altId,
      title: "Web events",
      class: EVENT_CLASS,
      tenantNamespace: "_localtenant",
      fields: { _id: "string", timestamp: "date-time" },
    },
    dataset: {
      id: theirs.datasetId,
      name: "Web events",
      description: "Of the web team",
      schemaId: theirs.schemaId,
      profile: false,
    },
    namespace: { code: "Email", idType: "Email", custom: false },
    sandbox: {
      name: "dev",
      type: "development",
      isDefault: false,
      tenantNamespace: "_localtenant",
    },
    source: {
      id: "4c10e202-c428-4796-9208-5f1f5732b1cf",
      types: ["source"],
      authSpecNames: ["ConnectionString"],
    },
    flow: { id: "9753525b-82c7-4dce-8a9b-5ccfce2b9876", scheduled: true },
  };
}

test("a program looks up objects that others own, with the plain form", async () => {
  harness.program(async () => ({
    schema: await aep.xdm.getSchema({ title: "Web events" }),
    dataset: await aep.catalog.getDataset({ id: theirs.datasetId }),
    namespace: await aep.identity.getNamespace({ code: "email" }),
    sandbox: await aep.getSandbox(),
    source: await aep.flow.getConnectionSpec({ name: "azure-blob" }),
    flow: await aep.flow.getFlowSpec({ name: "CloudStorageToAEP" }),
  }));
  await harness.stack.up();
  const outputs = await harness.stack.outputs();
  const values = Object.fromEntries(
    Object.entries(outputs).map(([name, output]) => [name, output.value as unknown]),
  );
  expect(values).toMatchObject(wanted());
});

test("and with the form for values that are not known yet", async () => {
  harness.program(() => {
    const late = new aep.catalog.Dataset("late", { name: "Late", schemaId: theirs.schemaId });
    const altId = pulumi.output(theirs.altId);
    return Promise.resolve({
      schema: aep.xdm.getSchemaOutput({ id: altId }),
      dataset: aep.catalog.getDatasetOutput({ name: pulumi.output("Web events") }),
      namespace: aep.identity.getNamespaceOutput({ code: pulumi.output("email") }),
      sandbox: aep.getSandboxOutput({ name: pulumi.output("dev") }),
      source: aep.flow.getConnectionSpecOutput({ name: pulumi.output("azure-blob") }),
      flow: aep.flow.getFlowSpecOutput({ name: pulumi.output("CloudStorageToAEP") }),
      // Known only when the dataset is made: the function runs then, not at preview.
      made: aep.catalog.getDatasetOutput({ id: late.id }),
    });
  });
  await harness.stack.preview();
  await harness.stack.up();
  const outputs = await harness.stack.outputs();
  const { made, ...values } = Object.fromEntries(
    Object.entries(outputs).map(([name, output]) => [name, output.value as unknown]),
  );
  expect(values).toMatchObject(wanted());
  expect(made).toMatchObject({ name: "Late", schemaId: theirs.schemaId });
});

test("get reads an object that others own, which destroy leaves", async () => {
  const reading = await startHarness({ url: harness.url, adminSecret: harness.adminSecret });
  try {
    reading.program(() => {
      const dataset = aep.catalog.Dataset.get("theirs", theirs.datasetId);
      return Promise.resolve({ name: dataset.name, schemaId: dataset.schemaId });
    });
    await reading.stack.up();
    const outputs = await reading.stack.outputs();
    expect(outputs["name"]?.value).toBe("Web events");
    expect(outputs["schemaId"]?.value).toBe(theirs.schemaId);
    await reading.stack.destroy();
    expect(await harness.ui.catalog.get(theirs.datasetId)).toBeDefined();
  } finally {
    await reading.close();
  }
});

describe("a function that fails ends the program at preview with the reason", () => {
  let failing: Harness;
  beforeAll(async () => {
    failing = await startHarness({
      url: harness.url,
      workDir: path.join(__dirname, "functionErrors"),
    });
  });
  afterAll(() => closeAll(failing));

  test.each([
    ["missing", 'there is no dataset called "Shop events"'],
    ["contradiction", "id: give either title or id"],
    ["forbidden", "there is no sandbox secret"],
    ["output", "there is no identity namespace none"],
    ["spec", 'there is no connection specification called "S3"; near ones are "amazon-s3"'],
  ])("%s", async (call, reason) => {
    await failing.stack.setConfig("function-errors:call", { value: call });
    const failure = await failureOf(failing.stack.preview());
    expect(failure).toContain(reason);
    expect(failure).not.toMatch(/\n\s+at /);
  });
});
