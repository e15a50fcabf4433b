import { looksLikeJson } from "../shared/json";
import { MAX_STRINGS } from "../shared/wellFormed";
import { escapeEdits, unescapeJson } from "./jsonString";
import { hintOf } from "./keyHints";
import { hashValue, type PrivacyPolicy } from "./policy";
import { applyEdits, type Edit } from "./spans";
import type { Work } from "./work";

/** Redacts the strings and numbers in a JSON document. */
export interface TextRedactor {
  textEdits(text: string): readonly Edit[];
  /** The same, one at a time. */
  editsOf(text: string): Iterable<Edit>;
}

/** Largest depth of nested objects and lists. Deeper ones are left out, with everything around them. */
const MAX_DEPTH = 400;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** The members of an object whose keys were redacted, and the keys that a redacted key must not become. */
interface Keys {
  readonly redacted: { readonly index: number; readonly key: string }[];
  readonly taken: Set<string>;
}

/** Scans a JSON document and collects the replacements in it. */
class Walk {
  readonly edits: Edit[] = [];
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly redactor: TextRedactor,
    private readonly policy: PrivacyPolicy,
    private readonly work: Work,
    private readonly strings: number,
  ) {}

  value(depth: number): void {
    if (depth > MAX_DEPTH) throw new RangeError("The JSON is nested too deeply.");
    this.skipBlanks();
    const first = this.text[this.at];
    if (first === "{") this.object(depth);
    else if (first === "[") this.list(depth);
    else if (first === '"') this.string();
    else this.scalar();
  }

  private skipBlanks(): void {
    while (this.text.charCodeAt(this.at) <= 0x20) this.at += 1;
  }

  /** Whether the object or list ends here. Otherwise the next item follows. */
  private isEnd(close: string): boolean {
    this.skipBlanks();
    if (this.text[this.at] === ",") {
      this.at += 1;
      this.skipBlanks();
    }
    if (this.text[this.at] !== close) return false;
    this.at += 1;
    return true;
  }

  private list(depth: number): void {
    this.at += 1;
    while (!this.isEnd("]")) this.value(depth + 1);
  }

  private object(depth: number): void {
    const keys: Keys = { redacted: [], taken: new Set() };
    this.at += 1;
    /** Where the members begin that are left out and have not been removed yet. */
    let dropFrom: number | undefined;
    let keptTo: number | undefined;
    let end = this.at;
    while (!this.isEnd("}")) {
      const start = this.at;
      const raw = this.rawString();
      const key = unescapeJson(raw);
      this.skipBlanks();
      this.at += 1;
      const category = hintOf(key.text);
      const action = category ? this.policy.privacy[category] : "keep";
      if (action === "drop") {
        this.skipValue();
        dropFrom ??= start;
      } else {
        if (dropFrom !== undefined)
          this.edits.push({ start: dropFrom, end: start, replacement: "" });
        dropFrom = undefined;
        this.key(start + 1, raw, keys);
        if (action === "hash") this.hashValue(category === "email");
        else this.value(depth + 1);
        keptTo = this.at;
      }
      end = this.at;
    }
    if (dropFrom !== undefined)
      this.edits.push({ start: keptTo ?? dropFrom, end, replacement: "" });
    this.numberKeys(keys);
  }

  private key(start: number, raw: string, { redacted, taken }: Keys): void {
    const key = unescapeJson(raw);
    const edits = this.redactor.textEdits(key.text);
    if (edits.length === 0) {
      if (raw.includes("[")) taken.add(key.text);
      return;
    }
    redacted.push({ index: this.edits.length, key: applyEdits(key.text, edits) });
    const replacement = applyEdits(raw, escapeEdits(key, edits));
    this.edits.push({ start, end: start + raw.length, replacement });
  }

  /** Keys that have become equal are numbered, so that none overwrites another's value. */
  private numberKeys({ redacted, taken }: Keys): void {
    const numbers = new Map<string, number>();
    for (const { index, key } of redacted) {
      let number = numbers.get(key) ?? 1;
      const numbered = () => (number === 1 ? key : `${key} ${number}`);
      while (taken.has(numbered())) number += 1;
      taken.add(numbered());
      numbers.set(key, number);
      if (number === 1) continue;
      const edit = this.edits[index] as Edit;
      this.edits[index] = { ...edit, replacement: `${edit.replacement} ${number}` };
    }
  }

  /** The text between the quotation marks of the string that begins here. */
  private rawString(): string {
    const start = this.at + 1;
    let end = start;
    for (; this.text.charCodeAt(end) !== QUOTE; end += 1)
      if (this.text.charCodeAt(end) === BACKSLASH) end += 1;
    this.work.add(end - start + 1);
    this.at = end + 1;
    return this.text.slice(start, end);
  }

  private string(): void {
    const start = this.at + 1;
    const content = unescapeJson(this.rawString());
    for (const edit of escapeEdits(content, this.stringEdits(content.text), start))
      this.edits.push(edit);
  }

  /** A string may contain JSON itself. */
  private stringEdits(text: string): Iterable<Edit> {
    if (this.strings < MAX_STRINGS && looksLikeJson(text, '{["')) {
      const edits = walk(text, this.redactor, this.policy, this.work, this.strings + 1);
      if (edits) return edits;
    }
    return this.redactor.editsOf(text);
  }

  /** A number that must not appear becomes a string. */
  private scalar(): void {
    const start = this.at;
    const end = this.endOfScalar();
    this.at = end;
    const text = this.text.slice(start, end);
    this.work.add(text.length);
    const edits = this.redactor.textEdits(text);
    if (edits.length === 0) return;
    this.edits.push({ start, end, replacement: JSON.stringify(applyEdits(text, edits)) });
  }

  private endOfScalar(): number {
    let end = this.at;
    while (end < this.text.length && !" \t\n\r,]}".includes(this.text.charAt(end))) end += 1;
    return end;
  }

  private skipValue(): void {
    this.skipBlanks();
    let depth = 0;
    do {
      this.skipBlanks();
      const char = this.text[this.at];
      if (char === '"') this.rawString();
      else if (char === "{" || char === "[") {
        depth += 1;
        this.at += 1;
      } else if (char === "}" || char === "]") {
        depth -= 1;
        this.at += 1;
      } else if (char === "," || char === ":") this.at += 1;
      else {
        const end = this.endOfScalar();
        // The colon after a key is not part of a scalar.
        this.work.add(end - this.at);
        this.at = end;
      }
    } while (depth > 0);
  }

  private hashValue(isEmail: boolean): void {
    this.skipBlanks();
    const start = this.at;
    this.skipValue();
    const raw = this.text.slice(start, this.at);
    const value = raw.startsWith('"') ? unescapeJson(raw.slice(1, -1)).text : raw;
    const replacement = JSON.stringify(hashValue(value, isEmail, this.policy));
    this.work.replace(this.at - start, replacement.length);
    this.edits.push({ start, end: this.at, replacement });
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // Neither an object nor a list.
  }
  return false;
}

function walk(
  text: string,
  redactor: TextRedactor,
  policy: PrivacyPolicy,
  work: Work,
  strings: number,
): readonly Edit[] | undefined {
  work.add(text.length);
  if (!isJson(text)) return undefined;
  const document = new Walk(text, redactor, policy, work, strings);
  try {
    document.value(0);
    return document.edits;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return undefined;
}

/**
 * Redacts a JSON document in place: everything that is not replaced or left out stays byte for byte.
 * Returns undefined when the text is not JSON or is nested too deeply.
 */
export function jsonEdits(
  text: string,
  redactor: TextRedactor,
  policy: PrivacyPolicy,
  work: Work,
): readonly Edit[] | undefined {
  return walk(text, redactor, policy, work, 0);
}
