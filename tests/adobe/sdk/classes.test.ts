import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { packageSchema } from "../../../adobe/provider/schema/packageSchema";

/**
 * The hand-written classes against the package schema: same types, same inputs, required where the
 * schema says so, same outputs; the same for functions. Types of properties are tsc's business.
 */
const directory = path.join(__dirname, "../../../adobe/sdk");
const sources = readdirSync(directory).map((name) =>
  ts.createSourceFile(
    name,
    readFileSync(path.join(directory, name), "utf8"),
    ts.ScriptTarget.ES2022,
    true,
  ),
);
const statements = sources.flatMap((source) => [...source.statements]);
const interfaces = new Map(
  statements.filter(ts.isInterfaceDeclaration).map((one) => [one.name.text, one]),
);

const nameOf = (node: { name?: ts.PropertyName }) => (node.name as ts.Identifier).text;

function members(name: string): { all: string[]; required: string[] } {
  const found = interfaces.get(name)?.members.filter(ts.isPropertySignature) ?? [];
  return {
    all: found.map(nameOf).sort(),
    required: found
      .filter((one) => one.questionToken === undefined)
      .map(nameOf)
      .sort(),
  };
}

const isOptional = (type: ts.TypeNode | undefined) =>
  type?.getText().endsWith("| undefined>") === true;

/** Token, arguments and declared outputs of every resource class. */
const classes = new Map(
  statements
    .filter(ts.isClassDeclaration)
    .filter((one) => one.heritageClauses?.[0]?.getText().includes("CustomResource") === true)
    .map((one) => {
      const outputs = one.members.filter(ts.isPropertyDeclaration);
      const token = /"(adobe-aep:[^"]+)"/.exec(one.getText())?.[1] ?? "";
      return [
        token,
        {
          args: members(`${one.name?.text ?? ""}Args`),
          outputs: outputs.map(nameOf).sort(),
          always: outputs
            .filter(({ type }) => !isOptional(type))
            .map(nameOf)
            .sort(),
        },
      ];
    }),
);

const schema = packageSchema();

test("there is a class for each type and a type for each class", () => {
  expect([...classes.keys()].sort()).toEqual(Object.keys(schema.resources).sort());
});

test.each(Object.entries(schema.resources))("%s", (token, spec) => {
  expect(classes.get(token)).toEqual({
    args: {
      all: Object.keys(spec.inputProperties).sort(),
      required: [...spec.requiredInputs].sort(),
    },
    outputs: Object.keys(spec.properties).sort(),
    always: [...spec.required].sort(),
  });
});

test.each(Object.entries(schema.functions))("%s", (token, spec) => {
  const name = token.split(":").at(-1) ?? "";
  const Name = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
  const text = statements
    .map((one) => one.getText())
    .find((one) => one.includes(`lookUp("${token}"`));
  expect(text).toContain(`function ${name}(`);
  expect(members(`${Name}Args`)).toEqual({
    all: Object.keys(spec.inputs.properties).sort(),
    required: [...spec.inputs.required].sort(),
  });
  expect(members(`${Name}Result`).required).toEqual(Object.keys(spec.outputs.properties).sort());
});

test("every input and output is described", () => {
  const silent = Object.entries({ ...schema.resources }).flatMap(
    ([token, { properties, inputProperties }]) =>
      Object.entries({ ...properties, ...inputProperties })
        .filter(([, { description }]) => description === undefined)
        .map(([name]) => `${token} ${name}`),
  );
  expect(silent).toEqual([]);
});
