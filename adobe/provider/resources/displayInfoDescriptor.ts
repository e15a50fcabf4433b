import * as z from "zod";

import type { CheckFailure } from "../../../provider-sdk";
import { isObject } from "../../client/json";
import { own } from "../../client/own";
import { isGiven, isUnknown } from "../lifecycle/unknown";
import { ANY, typeAt } from "../xdm/fieldPaths";
import { fromTenant } from "../xdm/tenant";
import { mapValues } from "./common";
import { sourceInputs } from "./descriptorForm";
import { descriptorType } from "./descriptorType";
import { tenantIn } from "./tenantNamespace";

const language = /^[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,4})*$/;
function textsBy(key: z.ZodString) {
  return z
    .record(key, z.string())
    .refine((all) => Object.keys(all).length > 0, { error: "is empty; leave it out" })
    .optional();
}
const texts = textsBy(z.string().regex(language, { error: "must be a language, as `en_us`" }));
const values = textsBy(z.string());

const inputs = z.strictObject({
  ...sourceInputs,
  titles: texts.describe('Title by language, as `{ en_us: "Kind of event" }`.'),
  descriptions: texts.describe("Description by language."),
  suggestedValues: values.describe(
    "Values that Adobe's UI suggests in segments, each with its title, next to those that the field has. Only for fields of Adobe's; those of a field of your own are its `enumTitles`.",
  ),
  hiddenValues: values.describe(
    "Suggested values of the field that Adobe's UI does not show in segments: each with the title that it has there.",
  ),
});
type Inputs = z.infer<typeof inputs>;

/** Inputs with Adobe's keys. */
const keys = {
  titles: "xdm:title",
  descriptions: "xdm:description",
  suggestedValues: "meta:enum",
  hiddenValues: "xdm:excludeMetaEnum",
} as const;
const names = Object.keys(keys) as (keyof typeof keys)[];

export const displayInfoDescriptor = descriptorType<Inputs>({
  name: "DisplayInfo",
  displayName: "display info descriptor",
  description:
    "Gives a field of a schema another title, description and suggested values in Adobe's UI, mostly a field of one of Adobe's field groups (Adobe's friendly name descriptor). The data stays as it is.",
  inputs,
  types: ["xdm:alternateDisplayInfo"],
  open: names,
  knownKeys: () => Object.values(keys),
  example: `new aep.xdm.DisplayInfoDescriptor("event-type", {
  schemaId: schema.id,
  fields: schema.fields,
  property: "eventType",
  titles: { en_us: "Kind of chat event" },
  suggestedValues: { "chat.left": "Chat left" },
});`,
  body: (wanted) => ({
    "@type": "xdm:alternateDisplayInfo",
    ...Object.fromEntries(
      names.filter((name) => wanted[name] !== undefined).map((name) => [keys[name], wanted[name]]),
    ),
  }),
  read: (found) =>
    Object.fromEntries(
      names
        .map((name) => [name, textsIn(found[keys[name]])] as const)
        .filter(([, all]) => Object.keys(all).length > 0),
    ),
  withKept: (body, now) => mapValues(body, (value, key) => withLanguages(value, now[key])),
  check(news): CheckFailure[] {
    if (names.every((name) => news[name] === undefined)) {
      const reason = `is required, or one of ${names.slice(1).join(", ")}: the descriptor changes nothing; give one or remove the resource`;
      return [{ property: "titles", reason }];
    }
    return valueFailures(news);
  },
});

/** Only a string field has suggested values. */
function valueFailures(news: Inputs): CheckFailure[] {
  const { fields, property, schemaId } = news;
  if (fields === undefined || isUnknown(fields) || isUnknown(property)) return [];
  const type = typeAt(fields, fromTenant(property, tenantIn(schemaId)));
  if (type === undefined || type === ANY || type === "string") return [];
  return (["suggestedValues", "hiddenValues"] as const)
    .filter((name) => isGiven(news[name]))
    .map((name) => ({
      property: name,
      reason: `the field ${property} is of type ${type}, and only a string has suggested values; remove it`,
    }));
}

/** Texts by key. Some people write the title of a value by language: then the first one counts. */
function textsIn(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(isObject(value) ? value : {}).flatMap(([key, text]) => {
      const first: unknown = isObject(text) ? Object.values(text)[0] : text;
      return typeof first === "string" ? [[key, first]] : [];
    }),
  );
}

/** Texts by key, each with the other languages that Adobe has for it. */
function withLanguages(texts: unknown, now: unknown): unknown {
  if (!isObject(texts) || !isObject(now)) return texts;
  return mapValues(texts, (text, key) => {
    const there = own(now, key);
    const [first] = isObject(there) ? Object.keys(there) : [];
    return isObject(there) && first !== undefined ? { ...there, [first]: text } : text;
  });
}
