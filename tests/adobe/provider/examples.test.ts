import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { functions } from "../../../adobe/provider/functions";
import { definitions } from "../../../adobe/provider/resources";
import * as aep from "../../../adobe/sdk";
import type { Properties } from "../../../provider-sdk";
import { makeExampleParts } from "../support/exampleParts";
import type { ExampleParts } from "../support/exampleParts";
import { startHarness } from "../support/harness";
import { previewCreate, up } from "../support/stack";
import type { Deployed } from "../support/stack";
import { typeErrors } from "../support/typeErrors";

/**
 * The example of every page of docs/provider: the pages are made of these texts (pages.test.ts). Each is
 * type-checked, and deployed by the provider: its check of every resource, the preview of its create, and the create.
 */
const examples = [...definitions, ...functions].map(({ token, example }) => ({ token, example }));

/** Types of what the examples have from elsewhere in a program. */
const elsewhere = {
  schema: "aep.xdm.Schema",
  shops: "aep.xdm.Schema",
  orders: "aep.xdm.RelationalSchema",
  visits: "aep.xdm.RelationalSchema",
  chat: "aep.xdm.FieldGroup",
  fieldGroup: "aep.xdm.FieldGroup",
  primaryIdentity: "aep.xdm.IdentityDescriptor",
  dataset: "aep.catalog.Dataset",
  policy: "aep.profile.MergePolicy",
  template: "aep.query.Template",
  mapping: "aep.dataprep.MappingSet",
  source: "aep.flow.SourceConnection",
  profiles: "aep.flow.SourceConnection",
  stream: "aep.flow.TargetConnection",
  bucket: "aep.flow.Connection",
  chatted: "aep.profile.SegmentDefinition",
  target: "aep.flow.TargetConnection",
  table: "aep.flow.SourceConnection",
  account: "{ readonly connectionString: string; readonly passPhrase: string }",
  accessKey: "{ readonly id: string; readonly secret: string }",
  ownKey: "{ readonly publicKey: string }",
} as const;
/** What would wait for Adobe. */
const quickly: Readonly<Record<string, Properties>> = {
  "adobe-aep:flow:Dataflow": { settleSeconds: 0 },
};

function fileOf(index: number) {
  return path.join(__dirname, `example${index}.ts`);
}

/** An example as a module of its own. */
function moduleOf(example: string): string {
  const own = [...example.matchAll(/\bconst (\w+) =/g)].map((match) => match[1]);
  const given = Object.entries(elsewhere).filter(
    ([name]) => !own.includes(name) && new RegExp(`\\b${name}\\b`).test(example),
  );
  return [
    `import * as aep from "../../../adobe/sdk";`,
    ...given.map(([name, type]) => `declare const ${name}: ${type};`),
    example,
    "export {};",
  ].join("\n");
}

const modules = new Map(examples.map(({ example }, index) => [fileOf(index), moduleOf(example)]));

test("every example is valid TypeScript for the resource classes", () => {
  const found = typeErrors(modules, { noUnusedLocals: false }).map(({ file, message }) => [
    modules.get(file),
    message,
  ]);
  expect(found).toEqual([]);
});

/** What a resource or function of a program has of an object. */
function valuesOf({ id, outputs }: Deployed): object {
  return { ...outputs, id };
}

test("the provider deploys every example", async () => {
  const harness = await startHarness();
  const { provider } = harness;
  const directory = await mkdtemp(path.join(tmpdir(), "examples-"));
  const made: Deployed[] = [];
  try {
    const parts = await makeExampleParts(provider);
    await pulumi.runtime.setMocks({
      async newResource({ type, name, inputs, id = "" }) {
        if (type.startsWith("pulumi:providers:")) return { id: name, state: inputs as object };
        if (id !== "") return { id, state: inputs as object };
        const urn = `urn:pulumi:dev::examples::${type}::${name}`;
        await previewCreate(provider, urn, inputs as Properties);
        const one = await up(provider, urn, { ...(inputs as Properties), ...quickly[type] });
        made.push(one);
        return { id: one.id, state: one.outputs };
      },
      call: async ({ token, inputs }) =>
        (await provider.invoke(token, inputs as Properties)).result,
    });
    for (const [index, { example }] of examples.entries()) {
      await run(example, path.join(directory, `example${index}.ts`), parts);
    }
    await pulumi.runtime.disconnect();
    const types = made.map(({ urn }) => urn.split("::")[2]);
    const missing = definitions.filter(({ token }) => !types.includes(token));
    expect(missing.map(({ token }) => token)).toEqual([]);
  } finally {
    await harness.close();
    await rm(directory, { recursive: true });
  }
});

/** Runs an example with what it has from elsewhere. */
async function run(example: string, file: string, parts: ExampleParts): Promise<void> {
  const names = Object.keys(elsewhere).filter((name) => !example.includes(`const ${name} =`));
  const body = example.replace(/^export /gm, "");
  await writeFile(file, `export async function main(aep, ${names.join(", ")}) {\n${body}\n}`);
  const { main } = (await import(file)) as { main: (...given: unknown[]) => Promise<void> };
  const given = names.map((name) => {
    const part = parts[name];
    if (part === undefined) throw new Error(`nothing is made for ${name}`);
    return isDeployed(part) ? valuesOf(part) : part;
  });
  const identity = parts["primaryIdentity"];
  if (identity === undefined || !isDeployed(identity)) throw new Error("no primary identity");
  const index = names.indexOf("primaryIdentity");
  if (index >= 0) given[index] = aep.xdm.IdentityDescriptor.get("primary", identity.id);
  await main(aep, ...given);
}

function isDeployed(part: ExampleParts[string]): part is Deployed {
  return "urn" in part;
}
