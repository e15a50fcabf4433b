import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { providerPages } from "../adobe/provider/schema/pages";

/** Writes docs/provider: `npm run docs:provider`. A test compares. */
const directory = path.join(__dirname, "../docs/provider");
mkdirSync(directory, { recursive: true });
for (const [name, text] of Object.entries(providerPages())) {
  writeFileSync(path.join(directory, name), text);
}
