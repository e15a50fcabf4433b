import { Metadata, type CountryCode } from "libphonenumber-js/core";
import metadata from "libphonenumber-js/min/metadata";

/** The numbers of a country, as libphonenumber describes them. */
export interface PhonePlan {
  /** Matches the digits of a number without the calling code and the national prefix. */
  readonly pattern: RegExp;
  /** Digits before a number that is dialed within the country, such as `0`; empty when there are none. */
  readonly prefix: string;
  /** Numbers of digits that the pattern can match. */
  readonly lengths: ReadonlySet<number>;
}

/** A part of libphonenumber's metadata that its types leave out. */
interface NumberingPlan {
  nationalNumberPattern(): string;
  nationalPrefix(): string | undefined;
  possibleLengths(): readonly number[];
}

const { country_calling_codes: countriesByCode } = metadata as unknown as {
  readonly country_calling_codes: Readonly<Record<string, readonly CountryCode[]>>;
};

const plans = new Map<string, PhonePlan>();

/** The numbering plan of a country by its ISO code. Each pattern is compiled once. */
export function planOf(country: CountryCode): PhonePlan {
  const known = plans.get(country);
  if (known) return known;
  const library = new Metadata(metadata);
  library.selectNumberingPlan(country);
  const numbers = library.numberingPlan as unknown as NumberingPlan;
  const plan = {
    pattern: new RegExp(`^(?:${numbers.nationalNumberPattern()})$`),
    prefix: numbers.nationalPrefix() ?? "",
    lengths: new Set(numbers.possibleLengths()),
  };
  plans.set(country, plan);
  return plan;
}

/** One plan for all countries with the same prefix: one pattern is faster than 25. */
function joined(plans: readonly PhonePlan[], prefix: string): PhonePlan {
  const same = plans.filter((plan) => plan.prefix === prefix);
  return {
    pattern: new RegExp(same.map(({ pattern }) => pattern.source).join("|")),
    prefix,
    lengths: new Set(same.flatMap(({ lengths }) => [...lengths])),
  };
}

const plansByCode = new Map<string, readonly PhonePlan[]>();

/** The numbering plans of a calling code, which up to 25 countries share. */
function plansOf(code: string): readonly PhonePlan[] {
  const known = plansByCode.get(code);
  if (known) return known;
  const countries = Object.hasOwn(countriesByCode, code) ? countriesByCode[code] : undefined;
  // Some entries are not countries, such as `001`, and have no plan.
  const plans = (countries ?? []).filter((country) => /^[A-Z]{2}$/.test(country)).map(planOf);
  const found = [...new Set(plans.map(({ prefix }) => prefix))].map((each) => joined(plans, each));
  plansByCode.set(code, found);
  return found;
}

/** Whether digits are a number with its calling code in front, as `41315550123`. */
export function isInternational(digits: string): boolean {
  for (let length = 1; length <= 3; length += 1) {
    const plans = plansOf(digits.slice(0, length));
    if (plans.length === 0) continue;
    const rest = digits.slice(length);
    return plans.some((plan) => isInPlan(rest, plan));
  }
  return false;
}

/** Whether digits are a number of a country, with or without the national prefix. */
export function isNational(digits: string, country: CountryCode): boolean {
  return isInPlan(digits, planOf(country));
}

/** Most texts of digits have the wrong length, which is cheaper to find out than whether the pattern matches. */
function isInPlan(digits: string, { pattern, prefix, lengths }: PhonePlan): boolean {
  if (lengths.has(digits.length) && pattern.test(digits)) return true;
  if (prefix === "" || !digits.startsWith(prefix)) return false;
  return lengths.has(digits.length - prefix.length) && pattern.test(digits.slice(prefix.length));
}

/** English names of countries that differ from the Unicode locale data. */
const otherNames: Readonly<Record<string, CountryCode>> = {
  usa: "US",
  "united states of america": "US",
  uk: "GB",
  "great britain": "GB",
  turkey: "TR",
  "czech republic": "CZ",
  "russian federation": "RU",
  "republic of korea": "KR",
  "viet nam": "VN",
  macedonia: "MK",
  "hong kong": "HK",
};

/** Languages in which a location may name the country, most of the world's sites first. */
const languages =
  "en es de ja fr pt ru it nl pl tr zh vi id cs ko uk ar hi sv da nb fi el hu ro he th bn ta".split(
    " ",
  );

/** Maps of names in one language, made when a name is not one of a language before. */
const namesByLanguage = new Map<string, ReadonlyMap<string, CountryCode>>();

function namesIn(language: string): ReadonlyMap<string, CountryCode> {
  const known = namesByLanguage.get(language);
  if (known) return known;
  const names = new Intl.DisplayNames([language], { type: "region" });
  const codes = Object.values(countriesByCode)
    .flat()
    .filter((code) => /^[A-Z]{2}$/.test(code));
  const countries = new Map([
    ...codes.map((code) => [(names.of(code) ?? "").toLowerCase(), code] as const),
    ...(language === "en" ? Object.entries(otherNames) : []),
  ]);
  namesByLanguage.set(language, countries);
  return countries;
}

/**
 * The country with this name, as at the end of a visitor's location or the beginning of a generated name, in any of
 * thirty languages.
 */
export function countryNamed(name: string): CountryCode | undefined {
  const folded = name.trim().toLowerCase();
  if (folded === "") return undefined;
  for (const language of languages) {
    const country = namesIn(language).get(folded);
    if (country !== undefined) return country;
  }
  return undefined;
}
