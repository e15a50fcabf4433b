import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { privacyCategories, type PrivacyCategory } from "../../../handlers/model";
import { gather } from "../../../handlers/privacy/gather";
import type { Values } from "../../../handlers/privacy/places";
import { Redactor } from "../../../handlers/privacy/redactor";
import { policyOf } from "./privacy";

const fixtures = path.join(__dirname, "../../fixtures");

/** Ordinary texts of chats in one language. Personal values in them are marked, as `{email:a@b.c}`. */
export interface Corpus {
  readonly language: string;
  /** The fields of the event that the texts belong to. */
  readonly fields: Values;
  readonly texts: readonly string[];
}

function corporaOf(directory: string): readonly Corpus[] {
  return readdirSync(path.join(fixtures, directory))
    .sort()
    .map((file) => path.join(fixtures, directory, file))
    .map((file) => JSON.parse(readFileSync(file, "utf8")) as Corpus);
}

/** The texts with which the search and its lists of words were made. */
export const corpora = corporaOf("chats");

/** Texts that were written when the search was finished, and not used for its lists of words. */
export const heldOutCorpora = corporaOf("chatsHeldOut");

/** The categories that are searched for in texts. */
export const searchedCategories = privacyCategories.filter(
  (category) => category !== "text" && category !== "traits",
);

interface Marked {
  readonly text: string;
  readonly marks: readonly {
    readonly category: string;
    readonly start: number;
    readonly end: number;
  }[];
}

function unmark(source: string): Marked {
  const marks: Marked["marks"][number][] = [];
  let text = "";
  let done = 0;
  for (const match of source.matchAll(/\{([a-z]+):([^}]*)\}/g)) {
    text += source.slice(done, match.index);
    const [whole, category = "", value = ""] = match;
    marks.push({ category, start: text.length, end: text.length + value.length });
    text += value;
    done = match.index + whole.length;
  }
  return { text: text + source.slice(done), marks };
}

/** What was found of one category in the texts of a language. */
export interface Findings {
  readonly marked: number;
  readonly found: number;
  /** Words and numbers that were replaced although they are not personal. */
  readonly falseHits: readonly string[];
}

/** Drops one category, and compares what is replaced with what is marked. */
export function measure({ fields, texts }: Corpus, category: PrivacyCategory): Findings {
  const policy = policyOf({ [category]: "drop" });
  const redactor = new Redactor(policy, gather({ event: fields, messages: [] }, policy));
  let marked = 0;
  let found = 0;
  const falseHits: string[] = [];
  for (const source of texts) {
    const { text, marks } = unmark(source);
    const edits = redactor.textEdits(text);
    const own = marks.filter((mark) => mark.category === category);
    marked += own.length;
    // Found is what has not one letter left.
    found += own.filter(({ start, end }) => {
      const left = Array.from(text.slice(start, end)).filter(
        (char, index) =>
          /[\p{L}\p{N}]/u.test(char) &&
          !edits.some((edit) => edit.start <= start + index && start + index < edit.end),
      );
      return left.length === 0;
    }).length;
    for (const { start, end } of edits)
      if (!marks.some((mark) => mark.start < end && start < mark.end))
        falseHits.push(text.slice(start, end));
  }
  return { marked, found, falseHits };
}

/** Found of marked, and false hits, for each language and category, as a Markdown table. */
export function corpusTable(of: readonly Corpus[]): string {
  const rows = of.map((corpus) => {
    const cells = searchedCategories.map((category) => {
      const { marked, found, falseHits } = measure(corpus, category);
      return `${found}/${marked}, ${falseHits.length}`;
    });
    return `| ${[corpus.language, String(corpus.texts.length), ...cells].join(" | ")} |`;
  });
  return [
    `| ${["Language", "Texts", ...searchedCategories.map((each) => `\`${each}\``)].join(" | ")} |`,
    `| --- | ---: |${" --- |".repeat(searchedCategories.length)}`,
    ...rows,
  ].join("\n");
}
