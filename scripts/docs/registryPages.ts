import { readFile } from "node:fs/promises";
import path from "node:path";

import manifest from "../../adobe/package.json";
import { configShape, environmentOf } from "../../adobe/provider/lifecycle/config";
import { packageSchema } from "../../adobe/provider/schema/packageSchema";
import type { PackageSchema } from "../../adobe/provider/schema/packageSchema";

/** The programs of the tests of languages, which all make the same. */
const programs = path.join(__dirname, "../../tests/engine/languages");

/** The guides, by the file in docs/provider. */
const guides = {
  "README.md": "Names, imports, waits and limits",
  "installing.md": "Installing the plugin and the classes",
  "importing.md": "Bringing what a sandbox has under Pulumi",
  "languages.md": "The provider in other languages",
  "errors.md": "What an error means",
} as const;

/**
 * What Pulumi's registry reads of a release's tag: two pages, which must be there by these names and begin with front
 * matter, and the package schema, by the path that the registry's list of packages gives. Its check of the pages rejects
 * relative links and images.
 *
 * @param slug - owner and name of the repository on GitHub. Default: as `repository` of adobe/package.json has it, if at all
 * @see https://github.com/pulumi/registry/blob/master/docs/adding-a-new-package.md
 */
export async function registryPages(slug = publicSlug()): Promise<Record<string, string>> {
  const schema = packageSchema(slug === undefined ? undefined : `github://api.github.com/${slug}`);
  return {
    "docs/_index.md": await overview(schema),
    "docs/installation-configuration.md": installation(schema),
    "docs/package-schema.json": JSON.stringify(schema),
  };
}

function publicSlug(): string | undefined {
  const { repository } = manifest as { readonly repository?: { readonly url: string } };
  return /github\.com[/:]([^/]+\/[^/]+?)(?:\.git)?$/.exec(repository?.url ?? "")?.[1];
}

function frontMatter(title: string, description: string): string {
  return `---
# Made by \`npm run docs:provider\` for Pulumi's registry. Do not edit: a test compares it.
title: ${title}
meta_desc: ${description}
layout: package
---`;
}

async function overview(schema: PackageSchema): Promise<string> {
  const { displayName, description } = schema;
  return `${frontMatter(displayName, `Provides an overview of the ${displayName} provider for Pulumi.`)}

${description} The provider speaks Adobe's APIs itself. It has not been used with the real ${displayName} yet, only with an emulator.

## Example

A field group, a schema of events with it, the e-mail address as an identity, and a dataset for the rows:

${choosers(await examples())}

## Resources and functions

| Module | Resources | Functions |
| --- | --- | --- |
${rowsOfModules(schema)}

## Guides

${Object.entries(guides)
  .map(([file, title]) => `- ${linkTo(schema, `docs/provider/${file}`, title)}`)
  .join("\n")}
`;
}

/** The same program in each language, as the tests check or run it. */
async function examples(): Promise<Readonly<Record<string, string>>> {
  const read = (file: string) => readFile(path.join(programs, file), "utf8");
  return {
    typescript: await read("program.ts"),
    python: pythonProgram(await read("program.py")),
    go: await read("goProgram/main.go"),
    yaml: yamlProgram(await read("yamlProgram/Pulumi.yaml")),
  };
}

/** The program without what runs it: the imports that it uses, the constant, and the lines of its function. */
function pythonProgram(text: string): string {
  const body = /^def program\(\):\n((?:(?: .*)?\n)+)/m.exec(text)?.[1];
  const event = /^EVENT = .*$/m.exec(text)?.[0];
  if (body === undefined || event === undefined) throw new Error("program.py has no program()");
  const lines = body.trimEnd().replaceAll(/^ {4}/gm, "");
  return `import pulumi\nimport pulumi_adobe_aep as aep\n\n${event}\n\n${lines}\n`;
}

/** The program without what is for this repository only. */
function yamlProgram(text: string): string {
  return text
    .replace(/^name: .*$/m, "name: chat")
    .replace(/^description: .*\n/m, "")
    .replace(/^plugins:\n( .*\n)*/m, "");
}

/** How Pulumi's documentation shows one of several languages. */
function choosers(texts: Readonly<Record<string, string>>): string {
  const parts = Object.entries(texts).map(
    ([language, text]) => `{{% choosable language ${language} %}}

\`\`\`${language}
${text.trimEnd()}
\`\`\`

{{% /choosable %}}`,
  );
  return `{{< chooser language "${Object.keys(texts).join(",")}" >}}

${parts.join("\n\n")}

{{< /chooser >}}`;
}

function rowsOfModules({ resources, functions }: PackageSchema): string {
  const moduleOf = (token: string) => token.split(":")[1] ?? "";
  const named = (tokens: readonly string[], module: string) =>
    tokens
      .filter((token) => moduleOf(token) === module)
      .map((token) => `\`${token.split(":")[2] ?? ""}\``)
      .join(", ");
  const [types, calls] = [Object.keys(resources), Object.keys(functions)];
  return [...new Set([...types, ...calls].map(moduleOf))]
    .map((module) => `| \`${module}\` | ${named(types, module)} | ${named(calls, module)} |`)
    .join("\n");
}

/** A link to a file of the release, or its name while nobody knows where it can be read. */
function linkTo({ repository, version }: PackageSchema, file: string, title: string): string {
  return repository === undefined
    ? `${title}: \`${file}\` in the repository`
    : `[${title}](${repository}/blob/v${version}/${file})`;
}

function installation(schema: PackageSchema): string {
  const { displayName, language, name, pluginDownloadURL, provider } = schema;
  const server = pluginDownloadURL ?? "github://api.github.com/<owner>/<repository>";
  const isRequired = (key: string) =>
    !configShape.shape[key as keyof typeof configShape.shape].safeParse(undefined).success;
  const rows = Object.entries(provider.inputProperties).map(([key, { description = "", secret }]) =>
    [
      "",
      `\`${name}:${key}\``,
      `\`${environmentOf[key as keyof typeof environmentOf]}\``,
      `${isRequired(key) ? "required" : "optional"}${secret === true ? ", secret" : ""}`,
      description.replaceAll("|", "\\|"),
      "",
    ].join(" | "),
  );
  return `${frontMatter(
    `${displayName} Installation & Configuration`,
    `Information on how to install and configure the ${displayName} provider for Pulumi.`,
  )}

## Installation

Each release has the plugin attached:

\`\`\`sh
pulumi plugin install resource ${name} <version> --server ${server}
\`\`\`

No SDK has been published to a package registry yet. In the directory of your program, \`pulumi package add ${name}\` generates it from the plugin:

- TypeScript and JavaScript: \`${language.nodejs.packageName}\`
- Python: \`${language.python.packageName}\`
- Go: a module in your program's directory

YAML needs none. ${linkTo(schema, "docs/provider/installing.md", "Other ways to install, also without Node.js")}.

## Credentials

Create a project with the Experience Platform API and an OAuth server-to-server credential in Adobe's Developer Console. The sandbox is given by its
name, not by its title. Set both in the stack's configuration or in the environment:

\`\`\`sh
pulumi config set ${name}:orgId 0123456789ABCDEF01234567@AdobeOrg
pulumi config set ${name}:sandbox dev
pulumi config set ${name}:clientId <client id>
pulumi config set ${name}:clientSecret --secret
\`\`\`

## Configuration options

| Option | Environment variable | | Description |
| --- | --- | --- | --- |
${rows.map((row) => row.trim()).join("\n")}
`;
}
