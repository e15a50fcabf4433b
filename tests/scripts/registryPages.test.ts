import { functions } from "../../adobe/provider/functions";
import { configShape } from "../../adobe/provider/lifecycle/config";
import { definitions } from "../../adobe/provider/resources";
import { registryPages } from "../../scripts/docs/registryPages";

const documents = ["docs/_index.md", "docs/installation-configuration.md"];

/**
 * What the checks of Pulumi's registry look for in a page: relative images and links, and links to Markdown files
 * that are not at another site.
 */
const rejected = [/<img[^>]+src=["'](\.|\/|[^hH])/, /!\[[^\]]*\]\((\.|\/)/, /<a[^>]+href="(\.|\/)/];
const relativePage = /\]\((?!https?:\/\/)[^)]*\.md[)#]/;

describe.each([
  ["without a public repository", undefined],
  ["of a repository on GitHub", "acme/pulumi-adobe-aep"],
])("the pages for Pulumi's registry %s", (_, slug) => {
  let pages: Record<string, string>;
  beforeAll(async () => {
    pages = await registryPages(slug);
  });

  test.each(documents)("%s begins with front matter, and has no relative link", (file) => {
    const text = pages[file] ?? "";
    expect(text).toMatch(/^---\n(#.*\n)*title: .+\nmeta_desc: .+\nlayout: package\n---\n/);
    for (const pattern of [...rejected, relativePage]) expect(text).not.toMatch(pattern);
  });

  test("name each resource, function, option and example", () => {
    const [index = "", installation = ""] = documents.map((file) => pages[file]);
    for (const { token } of [...definitions, ...functions]) {
      expect(index).toContain(`\`${token.split(":")[2] ?? ""}\``);
    }
    for (const language of ["typescript", "python", "go", "yaml"]) {
      expect(index).toContain(`{{% choosable language ${language} %}}\n\n\`\`\`${language}\n`);
    }
    for (const key of Object.keys(configShape.shape)) {
      expect(installation).toContain(`| \`adobe-aep:${key}\` |`);
    }
  });

  test("have a package schema with a category, a kind, a publisher and where the plugin is", () => {
    const schema = JSON.parse(pages["docs/package-schema.json"] ?? "") as Record<string, unknown>;
    expect(schema).toMatchObject({
      name: "adobe-aep",
      keywords: expect.arrayContaining(["category/cloud", "kind/native"]) as unknown,
      publisher: expect.stringMatching(/./) as unknown,
      license: "Apache-2.0",
    });
    const { pluginDownloadURL } = schema;
    expect(pluginDownloadURL).toBe(
      slug === undefined ? undefined : `github://api.github.com/${slug}`,
    );
  });
});

test("a public repository is linked, at the tag of the version", async () => {
  const { "docs/_index.md": index } = await registryPages("acme/pulumi-adobe-aep");
  expect(index).toMatch(
    /\]\(https:\/\/github\.com\/acme\/pulumi-adobe-aep\/blob\/v[\d.]+\/docs\/provider\/errors\.md\)/,
  );
});
