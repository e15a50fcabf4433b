import * as pulumi from "@pulumi/pulumi";

import { countRequests, fiveHundred, named, programsAlone } from "../../adobe/support/hundreds";
import {
  fieldGroupProgram,
  flowProgram,
  mappingProgram,
  schemaProgram,
  sourceProgram,
} from "../../adobe/support/programs";
import type { Deployed } from "../../adobe/support/stack";
import { closeAll } from "../support/closeAll";
import { startHarness } from "./harness";
import type { Harness } from "./harness";

// Each operation is one of 500 resources, on a busy machine.
jest.setTimeout(600_000);

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ assume: {} });
  harness.program(hundreds);
});
afterAll(() => closeAll(harness));

/** A resource of any type, whose outputs are what the programs of the provider's own tests take from it. */
class AnyResource extends pulumi.CustomResource {
  declare readonly fields: pulumi.Output<unknown>;
  declare readonly version: pulumi.Output<unknown>;

  constructor(type: string, name: string, inputs: object) {
    super(`adobe-aep:${type}`, name, { ...inputs, fields: undefined, version: undefined });
  }

  /** As such a program has it: with values that are known later. */
  get deployed(): Deployed {
    const { fields, version } = this;
    return { id: this.id, outputs: { fields, version } } as unknown as Deployed;
  }
}

function make(type: string, name: string, inputs: object): Deployed {
  return new AnyResource(type, name, inputs).deployed;
}

/** The program of `tests/adobe/provider/manyResources.test.ts`. */
function hundreds(): Promise<void> {
  for (const name of named(fiveHundred.pipelines, "chat")) {
    const group = make("xdm:FieldGroup", name, fieldGroupProgram);
    const schema = make("xdm:Schema", name, schemaProgram(group));
    make("xdm:IdentityDescriptor", name, {
      schemaId: schema.id,
      property: "_tenant.chat.email",
      namespace: "Email",
    });
    const dataset = make("catalog:Dataset", name, { schemaId: schema.id });
    const target = make("flow:TargetConnection", name, {
      datasetId: dataset.id,
      schemaId: schema.id,
    });
    const mapping = make("dataprep:MappingSet", name, mappingProgram(schema));
    const source = make("flow:SourceConnection", name, sourceProgram);
    make("flow:Dataflow", name, flowProgram({ source, target, mapping }));
  }
  for (const [urn, inputs] of programsAlone(fiveHundred)) {
    const [, , type = "", name = ""] = urn.split("::");
    make(type.replace("adobe-aep:", ""), name, inputs);
  }
  return Promise.resolve();
}

async function requestsOf(work: () => Promise<unknown>): Promise<number> {
  await harness.newRequests();
  await work();
  return countRequests(await harness.newRequests());
}

/** What docs/provider/README.md says of it. */
const said: Record<string, number> = {};
afterAll(() => {
  process.stdout.write(`Requests of 500 resources: ${JSON.stringify(said)}\n`);
});

test("a preview and an up of 500 resources take at most two requests each", async () => {
  said["first preview"] = await requestsOf(() => harness.stack.preview());
  expect(said["first preview"]).toBeLessThanOrEqual(programsAlone(fiveHundred).length);
  said["first up"] = await requestsOf(() => harness.stack.up());
  expect(Object.keys(await harness.resources())).toHaveLength(500);
  expect(said["first up"]).toBeLessThanOrEqual(2 * 500);
});

test("a preview without changes takes none, and a refresh one for each and one for the token", async () => {
  said["preview"] = await requestsOf(() => harness.stack.preview({ expectNoChanges: true }));
  expect(said["preview"]).toBe(0);
  said["refresh"] = await requestsOf(() => harness.stack.refresh({ expectNoChanges: true }));
  const looked = Object.keys(await harness.resources()).filter((key) =>
    /^(flow:Dataflow|query:Schedule) /.test(key),
  ).length;
  expect(said["refresh"]).toBe(500 - looked + 1);
});

test("a destroy takes at most two requests each", async () => {
  said["destroy"] = await requestsOf(() => harness.stack.destroy());
  expect(said["destroy"]).toBeLessThanOrEqual(2 * 500 + 1);
});
