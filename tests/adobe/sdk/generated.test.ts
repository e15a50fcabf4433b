import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";

import { packageSchema } from "../../../adobe/provider/schema/packageSchema";
import { quickTypeScript } from "../../support/programs";

const root = path.join(__dirname, "../../..");

test("the classes are up to date with the package schema", async () => {
  const generator = path.join(root, "scripts/generateSdk.ts");
  const run = promisify(execFile)(process.execPath, [...quickTypeScript, generator, "--check"], {
    cwd: root,
  });
  await expect(run).resolves.toMatchObject({ stderr: "" });
});

test("every input, output and nested property has a description", () => {
  const schema = packageSchema();
  const objects = [
    ...Object.entries(schema.resources).map(
      ([token, spec]) => [token, { ...spec.properties, ...spec.inputProperties }] as const,
    ),
    ...Object.entries(schema.functions).flatMap(([token, { inputs, outputs }]) => [
      [token, inputs.properties] as const,
      [token, outputs.properties] as const,
    ]),
    ...Object.entries(schema.types).flatMap(([token, spec]) =>
      "enum" in spec ? [] : [[token, spec.properties] as const],
    ),
  ];
  const silent = objects.flatMap(([token, properties]) =>
    Object.entries(properties)
      .filter(([, { description }]) => description === undefined)
      .map(([name]) => `${token} ${name}`),
  );
  expect(silent).toEqual([]);
});

test("every value of an enumeration has a description", () => {
  const silent = Object.entries(packageSchema().types).flatMap(([token, spec]) =>
    "enum" in spec
      ? spec.enum
          .filter(({ description }) => description === undefined)
          .map(({ value }) => `${token} ${value}`)
      : [],
  );
  expect(silent).toEqual([]);
});
