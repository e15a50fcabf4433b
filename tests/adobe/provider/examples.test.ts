import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { functions } from "../../../adobe/provider/functions";
import { definitions } from "../../../adobe/provider/resources";
import * as aep from "../../../adobe/sdk";
import type { Properties } from "../../../provider-sdk";
import { startHarness } from "../support/harness";
import { templateProgram } from "../support/programs";
import { up, urnOf } from "../support/stack";
import { typeErrors } from "../support/typeErrors";

/**
 * The example of every page of docs/provider: the pages are made of these texts (pages.test.ts). Each is
 * type-checked, and previewed by the provider: its check of every resource, and its preview of the create.
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
  accessKey: "{ readonly id: string; readonly secret: string }",
} as const;
/** What it is at the preview: each has an id, and fields of which nothing is known. */
const stub = {
  id: "https://ns.adobe.com/localtenant/schemas/1",
  fields: { "*": "any" },
  version: 1,
  secret: "of AWS",
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

test("the provider previews every example without a failure", async () => {
  const harness = await startHarness();
  const directory = await mkdtemp(path.join(tmpdir(), "examples-"));
  const seen: string[] = [];
  const failures: unknown[] = [];
  try {
    await pulumi.runtime.setMocks({
      async newResource({ type, name, inputs, id = "" }) {
        if (id !== "") return { id, state: stub };
        if (type.startsWith("pulumi:providers:")) return { id: name, state: inputs as object };
        seen.push(type);
        const urn = `urn:pulumi:dev::examples::${type}::${name}`;
        const checked = await harness.provider.check(urn, inputs as Properties);
        for (const failure of checked.failures) failures.push({ type, name, ...failure });
        const options = { preview: true };
        const { properties } = await harness.provider.create(urn, checked.inputs, options);
        return { id: `https://ns.adobe.com/localtenant/schemas/${name}`, state: properties };
      },
      // What the functions find is in the sandbox of a user.
      call: ({ inputs }) => ({ ...(inputs as object), ...stub, schemaId: stub.id }),
    });
    // The preview of a scheduled query looks its template up.
    const { id } = await up(harness.provider, urnOf("query:Template", "there"), templateProgram);
    for (const { example } of examples) await run(example, directory, { ...stub, id });
    await pulumi.runtime.disconnect();
  } finally {
    await harness.close();
    await rm(directory, { recursive: true });
  }
  expect(failures).toEqual([]);
  expect(definitions.map(({ token }) => token).filter((token) => !seen.includes(token))).toEqual(
    [],
  );
});

/** Runs an example with what it has from elsewhere. */
async function run(example: string, directory: string, template: object): Promise<void> {
  const names = Object.keys(elsewhere).filter((name) => !example.includes(`const ${name} =`));
  const body = example.replace(/^export /gm, "");
  const file = path.join(
    directory,
    `example${examples.findIndex((one) => one.example === example)}.ts`,
  );
  await writeFile(file, `export async function main(aep, ${names.join(", ")}) {\n${body}\n}`);
  const { main } = (await import(file)) as { main: (...given: unknown[]) => Promise<void> };
  const identity = aep.xdm.IdentityDescriptor.get("primary", "1f");
  const special: Record<string, unknown> = { primaryIdentity: identity, template };
  await main(aep, ...names.map((name) => special[name] ?? stub));
}
