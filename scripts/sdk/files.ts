import type { PackageSchema } from "../../adobe/provider/schema/packageSchema";
import { functionWrappers } from "./function";
import { parseToken } from "./names";
import { providerClass } from "./provider";
import { resourceClass } from "./resource";
import { PropertyTypes } from "./types";

const GENERATED =
  "// Generated from the provider's package schema by `npm run generate:sdk`. Do not edit.\n";

/** The TypeScript SDK of a package by file name, one file for each module, not formatted yet. */
export function sdkFiles(schema: PackageSchema): Record<string, string> {
  const tokens = [
    ...Object.keys(schema.types),
    ...Object.keys(schema.resources),
    ...Object.keys(schema.functions),
  ];
  const modules = [...new Set(tokens.map((token) => parseToken(token).module))]
    .filter((module) => module !== "index")
    .sort();
  const types = new PropertyTypes(schema.types);
  const namespaces = modules.map((module) => `export * as ${module} from "./${module}";`);
  const provider = providerClass(schema.name, schema.provider, types);
  return {
    "index.ts": file(moduleBody(schema, "index", types), namespaces.join("\n"), provider),
    ...Object.fromEntries(
      modules.map((module) => [`${module}.ts`, file(moduleBody(schema, module, types))]),
    ),
  };
}

/** The declarations of one module: its named types, its resource classes, its functions. */
function moduleBody(schema: PackageSchema, module: string, types: PropertyTypes): string {
  const within = <Spec>(specs: Readonly<Record<string, Spec>>) =>
    Object.entries(specs).filter(([token]) => parseToken(token).module === module);
  return [
    ...within(schema.types).map(([token, spec]) => types.declarations(token, spec)),
    ...within(schema.resources).map(([token, spec]) => resourceClass(token, spec, types)),
    ...within(schema.functions).map(([token, spec]) => functionWrappers(token, spec, types)),
  ].join("\n");
}

/** A file with the imports that its declarations need. */
function file(body: string, exports = "", provider = ""): string {
  const text = `${provider}\n${body}`;
  const used = (from: string, names: readonly string[]) => {
    const found = names.filter((name) => text.includes(`${name}(`));
    return found.length === 0 ? [] : [`import { ${found.join(", ")} } from "${from}";`];
  };
  const isType = !/\bextends pulumi\.|pulumi\.mergeOptions\(/.test(text);
  return [
    GENERATED,
    `import ${isType ? "type " : ""}* as pulumi from "@pulumi/pulumi";\n`,
    ...used("../inputs", ["jsonText", "secretOf", "withOutputs"]),
    ...used("../invoke", ["invoke", "invokeOutput"]),
    `\n${exports}\n`,
    text,
  ].join("\n");
}
