import { readFileSync } from "node:fs";
import path from "node:path";

import {
  corpora,
  corpusTable,
  heldOutCorpora,
  measure,
  searchedCategories,
} from "../support/corpus";

const byForm = new Set(["email", "phone", "ip", "urls"]);

const cases = corpora.flatMap((corpus) =>
  searchedCategories.map((category) => [corpus.language, category, corpus] as const),
);

/** A Markdown table whatever the width of its columns is. */
function unpadded(text: string): string {
  return text.replace(/ +/g, " ").replace(/-+/g, "-");
}

describe("ordinary chats", () => {
  it.each(cases)("in %s lose every marked value of %s", (_, category, corpus) => {
    const { marked, found } = measure(corpus, category);
    expect(found).toBe(marked);
  });

  // What is known by its form has no false hits; a word that is a visitor's name may be one.
  it.each(cases.filter(([, category]) => byForm.has(category)))(
    "in %s keep everything else with %s dropped",
    (_, category, corpus) => {
      expect(measure(corpus, category).falseHits).toEqual([]);
    },
  );

  it("have the findings that docs/privacy.md states", () => {
    const page = readFileSync(path.join(__dirname, "../../../docs/privacy.md"), "utf8");
    for (const table of [corpora, heldOutCorpora].map(corpusTable)) {
      process.stdout.write(`${table}\n\n`);
      expect(unpadded(page)).toContain(unpadded(table));
    }
  });

  it("hold at least two values of each category and language in the second set", () => {
    for (const corpus of heldOutCorpora)
      for (const category of searchedCategories)
        expect(measure(corpus, category).marked).toBeGreaterThanOrEqual(2);
  });
});
