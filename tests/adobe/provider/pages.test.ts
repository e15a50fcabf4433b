import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { providerPages } from "../../../scripts/docs/providerPages";

const directory = path.join(__dirname, "../../../docs/provider");
const byHand = ["adding-a-type.md", "importing.md", "installing.md", "languages.md", "testing.md"];
// Made from the recorded errors, which tests/adobe/errors compares.
const others = [...byHand, "errors.md"];

test("docs/provider is up to date with the provider (npm run docs:provider)", () => {
  const written = readdirSync(directory).filter((name) => !others.includes(name));
  const pages = Object.fromEntries(
    written.map((name) => [name, readFileSync(path.join(directory, name), "utf8")]),
  );
  expect(pages).toEqual(providerPages());
});
