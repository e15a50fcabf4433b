import type { PrivacyCategory } from "../model";
import { decodeFully } from "./decode";
import { fold, isSpaceless } from "./known";
import { particles } from "./words";

/** Letters from which on a part of a name is looked for: shorter ones are parts of too much else. */
const MIN_LETTERS = 3;

/** Of scripts without blanks two characters are a name. */
const MIN_SPACELESS = 2;

const outside = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu;

function isTelling(part: string): boolean {
  const letters = Array.from(part).length;
  if (letters < (isSpaceless(part) ? MIN_SPACELESS : MIN_LETTERS)) return false;
  return !particles.has(fold(part));
}

/** Names by their words, and without blanks where the script has none. */
function partsOfName(name: string): string[] {
  const parts = name
    .split(/[\s"<>]/)
    .map((part) => part.replace(outside, ""))
    .filter((part) => /\p{L}/u.test(part));
  return isSpaceless(name) ? [...parts, name.replace(/\s/g, "")] : parts;
}

/** A page as people write it: without scheme, and without query. */
function formsOfUrl(url: string): string[] {
  const bare = url.replace(/^[a-z][a-z0-9+.-]*:\/*/i, "").replace(/\/+$/, "");
  const page = bare.replace(/[?#].*/, "").replace(/\/+$/, "");
  return [bare, page].flatMap((form) => [form, decodeFully(form)]);
}

/** Forms other than the whole in which a field's value is looked for elsewhere. */
export function formsOf(value: string, category: PrivacyCategory): string[] {
  switch (category) {
    case "name":
    case "agent":
      return partsOfName(value).filter(isTelling);
    case "location":
      return value.split(/\s*,\s*/).filter(isTelling);
    case "urls":
      return formsOfUrl(value).filter(isTelling);
    case "email":
    case "ip":
    case "traits":
    case "text":
      return [];
  }
}
