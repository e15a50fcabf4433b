import * as z from "zod";

import { UNKNOWN } from "../../../provider-sdk";
import { AdobeError } from "../../client";
import { requested } from "../../client/computedAttributes";
import type { ComputedAttribute, ComputedStatus } from "../../client/computedAttributes";
import type { Json } from "../../client/json";
import { mergeBase } from "../lifecycle/addedParts";
import type { Definition, Operation } from "../lifecycle/definition";
import { isSame } from "../lifecycle/merge";
import { mergeTagged } from "../lifecycle/mergeTagged";
import { withoutTag } from "../lifecycle/ownershipTag";
import { inFormOf } from "../pql/same";
import { descriptionInput, descriptionOf } from "./common";
import { checkComputed } from "./computedAttributeRules";
import { explained } from "./explained";
import { goneError } from "./gone";

const inputs = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9]+$/, {
      error: "must have letters and digits only: it is the name of a field; correct it",
    })
    .describe(
      "Name of the attribute's field: letters and digits only, unique among all computed attributes of the sandbox. One that is inactive keeps its name.",
    ),
  displayName: z
    .string()
    .min(1, { error: "is empty; give a text or leave it out" })
    .optional()
    .describe(
      "Shown in Adobe's UI. As long as the program does not give it, it stays as it is at Adobe; a new one has the `name`.",
    ),
  description: descriptionInput,
  expression: z
    .string()
    .describe(
      'What is computed of which events, in [Profile Query Language](https://experienceleague.adobe.com/en/docs/experience-platform/segmentation/pql/overview): `xEvent[…]` and `.sum(field)`, `.count()`, `.min(field)`, `.max(field)`, or for the most recent value `.topN(timestamp, 1).map({"timestamp": timestamp, "value": field}).head()`. Its syntax is checked at preview, as far as Adobe\'s guide fixes it; fields and types are for Adobe to check.',
    ),
  duration: z
    .strictObject({
      count: z.int().min(1).describe("How many: 1 to 24 hours, 7 days, 4 weeks or 6 months."),
      unit: z
        .enum(["HOURS", "DAYS", "WEEKS", "MONTHS"])
        .meta({
          id: "LookbackUnit",
          description: "A unit of a lookback.",
          values: { HOURS: "Hours.", DAYS: "Days.", WEEKS: "Weeks.", MONTHS: "Months." },
        })
        .describe("Calendar weeks, which begin on Sunday, and calendar months."),
    })
    .meta({ id: "Lookback", description: "How far back events count." })
    .describe(
      "How far back events count. It also decides how often Adobe evaluates the attribute: each hour, day, week or month.",
    ),
  keepCurrent: z
    .boolean()
    .optional()
    .describe(
      "Fast refresh: evaluated each day although the lookback is in weeks or months. Default false, which Adobe's API guide requires at present.",
    ),
  status: z
    .enum(["draft", "published", "inactive"])
    .meta({
      id: "ComputedStatus",
      description: "Where a computed attribute is in its life.",
      values: {
        draft: "Not computed; can be changed and deleted.",
        published: "Computed; can only be made inactive.",
        inactive: "Not computed any more, for ever.",
      },
    })
    .describe(
      "`draft`: can be changed and deleted, and is not computed. `published`: is computed, and **can only be made inactive from then on**. `inactive`: is not computed any more, for good. A new one is a draft or published.",
    ),
});
type Inputs = z.infer<typeof inputs>;

const outputs = z.object({
  path: z
    .string()
    .describe("Where the attribute is among the profile's fields, as Adobe shows it."),
  mergeFunction: z
    .string()
    .describe(
      "What Adobe has read in the expression: `SUM`, `MIN`, `MAX` or `MOST_RECENT`; empty when it shows none.",
    ),
});
type Outputs = z.infer<typeof outputs>;

/** Whatever somebody else chooses for it is not a change, as long as the program does not. */
const open = ["displayName"];

/** @param last - has the lookback, where Adobe does not show it. */
function inputsOf(found: ComputedAttribute, last: Inputs | undefined): Inputs {
  const duration = found.duration ?? last?.duration;
  return {
    name: found.name,
    ...(found.displayName === "" ? {} : { displayName: found.displayName }),
    ...descriptionOf(found.description),
    expression: inFormOf(found.expression, last?.expression),
    ...(duration === undefined ? {} : { duration }),
    keepCurrent: found.keepCurrent,
    status: found.status,
  } as Inputs;
}

function outputsOf({ path, mergeFunction }: ComputedAttribute): Outputs {
  return { path, mergeFunction };
}

/** What the program gives, in the form of a read. */
function pick({ name, displayName, description, expression, duration, ...more }: Inputs): Inputs {
  return {
    name,
    ...(displayName === undefined ? {} : { displayName }),
    ...descriptionOf(description),
    expression,
    duration,
    keepCurrent: more.keepCurrent ?? false,
    status: more.status,
  };
}

/** The parts of a body, by input. */
function partsOf({ expression, status, ...wanted }: Inputs): Json {
  return {
    displayName: wanted.displayName ?? wanted.name,
    description: wanted.description ?? "",
    expression: { type: "PQL", format: "pql/text", value: expression },
    duration: wanted.duration,
    keepCurrent: wanted.keepCurrent ?? false,
    status: requested(status),
  };
}

/** The body of a PATCH: what is to be another value than now. A published one that is adopted gets no ownership tag. */
function changesOf(now: Inputs, wanted: Inputs): Json {
  const form = now.status === "draft" ? partsOf : withoutTagOf;
  const [before, after] = [form(now), form(wanted)];
  return Object.fromEntries(
    Object.entries(after).filter(([key, value]) => !isSame(value, before[key])),
  );
}

function withoutTagOf(inputs: Inputs): Json {
  return partsOf({ ...inputs, description: withoutTag(inputs.description) });
}

/** What to do about a name that is taken. */
async function whyNotCreated(name: string, scope: Operation): Promise<string | undefined> {
  const all = await scope.sandbox.client.computed.findAll({ signal: scope.signal });
  const inactive = all.find((one) => one.name === name && one.status === "inactive");
  if (inactive === undefined) return undefined;
  return `The computed attribute ${inactive.id} has this name and is inactive, which is for good: Adobe deletes only drafts. Give this one another name`;
}

/** What to do about a change that Adobe does not allow. */
function whyNotChanged(status: ComputedStatus, changes: Json): string | undefined {
  if (status !== "draft" || !("displayName" in changes)) return undefined;
  return "Adobe may not change the display name of a draft: set it back, or delete the draft and make another one (`pulumi up --replace`, with another name)";
}

function publishedError(id: string, status: ComputedStatus): Error {
  return new Error(
    `the computed attribute ${id} is ${status} by now, and Adobe changes ${status === "inactive" ? "none that is" : "a published one only to inactive"}. ` +
      "Nothing was written; run `pulumi refresh` to see what it is there, and give the program the same, or another name, which makes another attribute",
  );
}

/**
 * Sends a change. When Adobe rejects it, because it has carried it out before a response that got lost, that is not an error.
 */
async function change(
  id: string,
  changes: Json,
  isDone: (now: ComputedAttribute) => boolean,
  { sandbox, signal }: Operation,
): Promise<ComputedAttribute> {
  const { computed } = sandbox.client;
  try {
    return await computed.change(id, changes, { signal });
  } catch (error) {
    if (!(error instanceof AdobeError)) throw error;
    const now = await computed.get(id, { signal }).catch(() => undefined);
    if (now !== undefined && isDone(now)) return now;
    throw error;
  }
}

export const computedAttribute: Definition<Inputs, Outputs> = {
  token: "adobe-aep:profile:ComputedAttribute",
  description:
    "A computed attribute of Real-Time Customer Profile: a field of each profile with what Adobe computes of the person's events, such as a sum or the most recent value. **Adobe deletes drafts only**: a destroy makes one that is published inactive, for good, and says so; its name stays taken. Take it out of audiences, journeys and destinations first. Adobe's support opens this API to an organization; the credential's role needs the permissions View Computed attributes and Manage Computed attributes.",
  displayName: "computed attribute",
  inputs,
  outputs,
  importId: "the computed attribute's id, a UUID",
  example: `const chats = new aep.profile.ComputedAttribute("chats", {
  name: "chatsOfLastWeek",
  displayName: "Chats of last week",
  expression: 'xEvent[eventType = "chatlio.conversationStarted"].count()',
  duration: { count: 7, unit: "DAYS" },
  status: "published",
});`,
  nameInput: "name",
  uniqueName: true,
  replaces: {
    name: "other objects know an attribute by its name. The old one is deleted if it is a draft, and else made inactive",
  },
  defaults: { keepCurrent: false },
  open,
  writeOnly: ["duration"],

  check: checkComputed,

  preview({ expression }, current) {
    const isSameExpression = current?.inputs.expression === expression;
    return {
      path: current?.outputs.path ?? UNKNOWN,
      mergeFunction: isSameExpression ? current.outputs.mergeFunction : UNKNOWN,
    };
  },

  async find({ name }, { sandbox, signal, since }) {
    const all = await sandbox.client.computed.findAll({ signal, since });
    // Nobody can use an inactive one.
    return all.filter((one) => one.name === name && one.status !== "inactive").map(({ id }) => id);
  },

  async list({ sandbox, signal, since }) {
    const all = await sandbox.client.computed.findAll({ signal, since });
    return all.filter(({ status }) => status !== "inactive").map(({ id, name }) => ({ id, name }));
  },

  async create(wanted, scope) {
    const { sandbox, signal } = scope;
    const body = { name: wanted.name, ...partsOf(wanted) };
    try {
      const made = await sandbox.client.computed.create(body, { signal });
      return { id: made.id, outputs: outputsOf(made) };
    } catch (error) {
      throw await explained(error, () => whyNotCreated(wanted.name, scope));
    }
  },

  async read(id, last, { sandbox, signal }) {
    const { computed } = sandbox.client;
    const one = await computed.get(id, { signal });
    if (one === undefined) return undefined;
    const isKnown = one.duration !== undefined || last !== undefined;
    // The guide shows the lookback in the list; only an import needs it from there.
    const listed = isKnown ? [] : await computed.findAll({ signal });
    const found = listed.find((other) => other.id === id) ?? one;
    return {
      inputs: inputsOf(found, last),
      outputs: outputsOf(found),
      creation: { at: found.createdAt },
    };
  },

  async update(id, { oldInputs, newInputs, oldOutputs }, scope) {
    const { sandbox, signal } = scope;
    const now = await sandbox.client.computed.get(id, { signal });
    if (now === undefined) throw goneError("computed attribute", id);
    const theirs = inputsOf(now, oldInputs);
    const news = pick(newInputs);
    const base = mergeBase(pick(oldInputs), news, theirs, open);
    const wanted = mergeTagged(`computed attribute ${id}`, {
      oldInputs: base,
      newInputs: news,
      theirs,
    });
    const changes = changesOf(theirs, wanted);
    const names = Object.keys(changes);
    if (names.length === 0) return { ...oldOutputs, ...outputsOf(now) };
    const isEnd = names.length === 1 && wanted.status === "inactive";
    if (now.status === "inactive" || (now.status === "published" && !isEnd))
      throw publishedError(id, now.status);
    const isDone = (there: ComputedAttribute) =>
      Object.keys(changesOf(inputsOf(there, wanted), wanted)).length === 0;
    try {
      return outputsOf(await change(id, changes, isDone, scope));
    } catch (error) {
      throw await explained(error, () => Promise.resolve(whyNotChanged(now.status, changes)));
    }
  },

  async delete(id, _last, scope) {
    const { sandbox, signal, context } = scope;
    const { computed } = sandbox.client;
    const now = await computed.get(id, { signal });
    if (now === undefined) return;
    if (now.status === "draft") {
      await computed.delete(id, { signal });
      return;
    }
    if (now.status === "published") {
      const isDone = ({ status }: ComputedAttribute) => status === "inactive";
      await change(id, { status: requested("inactive") }, isDone, scope);
    }
    context.log(
      "warning",
      `the computed attribute "${now.name}" (${id}) is inactive and stays at Adobe, which deletes only drafts; a new one needs another name`,
    );
  },
};
