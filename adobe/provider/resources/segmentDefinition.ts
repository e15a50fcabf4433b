import * as z from "zod";

import { isObject } from "../../client/json";
import type { Json } from "../../client/json";
import { evaluationInfo } from "../../client/segmentDefinitions";
import type { Evaluation, SegmentDefinition } from "../../client/segmentDefinitions";
import { listed, plain } from "../../client/text";
import { mergeBase } from "../lifecycle/addedParts";
import type { Definition, Operation } from "../lifecycle/definition";
import { isSame } from "../lifecycle/merge";
import { mergeTagged } from "../lifecycle/mergeTagged";
import { hasUnknown } from "../lifecycle/unknown";
import { checkPql } from "../pql/check";
import { inFormOf } from "../pql/same";
import { descriptionInput, descriptionOf, objectIn, titleInput } from "./common";
import { explained } from "./explained";
import { goneError } from "./gone";
import { named, sayNotWritten, unknownPaths } from "./notWritten";
import type { KnownKeys } from "./notWritten";
import { within } from "./within";

const PROFILE_CLASS = "_xdm.context.profile";
const TEXT = "pql/text";

const inputs = z.strictObject({
  name: titleInput,
  description: descriptionInput,
  class: z
    .string()
    .regex(/^_[^/\s]+$/, {
      error:
        "must be the meta:altId of a class, as _xdm.context.profile (`altId` of a Class), not its $id; correct it",
    })
    .optional()
    .describe(
      "`meta:altId` of the class of what is in the audience: Adobe's, or `altId` of a `Class`. Default `_xdm.context.profile`.",
    ),
  expression: z
    .string()
    .describe(
      "Who is in the audience, in [Profile Query Language](https://experienceleague.adobe.com/en/docs/experience-platform/segmentation/pql/overview). Its syntax is checked at preview, as far as Adobe's guide fixes it; fields and types are for Adobe to check. Another audience is named by its id (`inSegment`): give that as an output of its resource, so that the two are made and deleted in the right order.",
    ),
  format: z
    .enum([TEXT, "pql/json"])
    .meta({
      id: "ExpressionFormat",
      description: "The form of an expression.",
      values: {
        [TEXT]: "PQL as text.",
        "pql/json": "PQL as Adobe's UI stores it, a tree in JSON.",
      },
    })
    .optional()
    .describe(
      "`pql/text`, or `pql/json` for a syntax tree as JSON, which Adobe's Segment Builder writes. Default `pql/text`. A preview checks the syntax of `pql/text`; the form of the tree is not documented, so Adobe judges it at the create.",
    ),
  evaluation: z
    .enum(["batch", "streaming", "edge"])
    .meta({
      id: "Evaluation",
      description: "When an audience is evaluated.",
      values: {
        batch: "Once a day, or when a job is started.",
        streaming: "As events arrive.",
        edge: "At once, on the Edge Network.",
      },
    })
    .optional()
    .describe(
      "`batch`: once a day. `streaming`: as data arrives. `edge`: at once, on the edge. The last two need a merge policy that is active on the edge, and [an expression that is eligible](https://experienceleague.adobe.com/en/docs/experience-platform/segmentation/methods/overview); Adobe may evaluate another one in batch, which a warning says. As long as the program does not give it, it stays as it is at Adobe; a new one is batch.",
    ),
  mergePolicyId: z
    .string()
    .min(1, { error: "is empty; give the id of a merge policy, or leave it out" })
    .optional()
    .describe(
      "Id of the merge policy (`policy.id`), of the same class. As long as the program does not give it, it stays as it is at Adobe; a new one has the default of its class.",
    ),
});
type Inputs = z.infer<typeof inputs>;

const outputs = z.object({});
type Outputs = z.infer<typeof outputs>;

/** Where the program leaves one of these out, what somebody else sets at Adobe does not show as drift. */
const open = ["evaluation", "mergePolicyId"];

/** @param last - the last known inputs, in whose form an expression of the same meaning is. */
function inputsOf(found: SegmentDefinition, last?: Pick<Inputs, "expression">): Inputs {
  const { mergePolicyId } = found;
  return {
    name: found.name,
    ...descriptionOf(found.description),
    class: found.schemaName,
    expression: inFormOf(found.expression, last?.expression),
    format: found.format as Inputs["format"],
    evaluation: found.evaluation,
    ...(mergePolicyId === undefined ? {} : { mergePolicyId }),
  };
}

/** What a program can give, and what Adobe writes itself. */
const knownKeys: KnownKeys = {
  ...named("id", "imsOrgId", "sandbox", "profileInstanceId", "isSystem", "type", "version"),
  ...named("creationTime", "createEpoch", "updateTime", "updateEpoch", "createdBy", "updatedBy"),
  ...named("definedOn", "dependents", "dependencies", "namespace", "originName"),
  ...named("name", "description", "schema", "mergePolicyId", "evaluationInfo", "lifecycleState"),
  ...named("payloadSchema", "etag", "_etag"),
  expression: named("type", "format", "value"),
  dataGovernancePolicy: named("excludeOptOut"),
};

/** What of a definition no program can write, by path. */
function notWritten({ whole, kinds }: SegmentDefinition): string[] {
  const { lifecycleState } = whole;
  const includesOptOut = objectIn(whole, "dataGovernancePolicy")["excludeOptOut"] === false;
  const isOther = ["draft", "inactive"].includes(lifecycleState ?? "");
  return [
    ...unknownPaths(whole, knownKeys),
    ...(kinds.length > 1 ? ["evaluationInfo"] : []),
    ...(includesOptOut ? ["dataGovernancePolicy.excludeOptOut"] : []),
    ...(isOther ? ["lifecycleState"] : []),
  ];
}

/** What the program gives, in the form of a read. */
function pick({ name, description, expression, evaluation, mergePolicyId, ...more }: Inputs) {
  return {
    ...(name === undefined ? {} : { name }),
    ...descriptionOf(description),
    class: more.class ?? PROFILE_CLASS,
    expression,
    format: more.format ?? TEXT,
    ...(evaluation === undefined ? {} : { evaluation }),
    ...(mergePolicyId === undefined ? {} : { mergePolicyId }),
  };
}

/** What the program gives and an update can change, in Adobe's form: nothing of what it leaves to others. */
function bodyOf(wanted: Inputs) {
  const { evaluation, mergePolicyId } = wanted;
  return {
    name: wanted.name ?? "",
    description: wanted.description ?? "",
    expression: { format: wanted.format ?? TEXT, value: wanted.expression },
    ...(evaluation === undefined ? {} : { evaluationInfo: evaluationInfo(evaluation) }),
    ...(mergePolicyId === undefined ? {} : { mergePolicyId }),
  };
}

/**
 * The body of a PATCH, which replaces the whole definition: all of it as it was read but its sandbox, with the changes
 * at their places. Without its `lifecycleState`, a draft would be published.
 */
function replacementOf({ whole, evaluation }: SegmentDefinition, wanted: Inputs): Json {
  const now: Json = Object.fromEntries(Object.entries(whole).filter(([key]) => key !== "sandbox"));
  const { evaluationInfo: kinds, ...changes } = bodyOf(wanted);
  // One that enables two kinds stays as it is, as long as nobody changes it.
  const isSameKind = wanted.evaluation === evaluation;
  return within(now, isSameKind ? changes : { ...changes, evaluationInfo: kinds });
}

/** What is surely wrong with an expression, or may be, before Adobe sees it. */
function checkExpression({ expression, format = TEXT }: Inputs, warn: (text: string) => void) {
  if (format !== TEXT)
    return isJsonObject(expression)
      ? undefined
      : 'is not an object as JSON; correct it, or give format: "pql/text"';
  if (isTree(expression)) return 'is JSON; give format: "pql/json" too';
  const { problem, remarks } = checkPql(expression);
  for (const remark of remarks) warn(`expression: ${remark}`);
  return problem;
}

function isJsonObject(text: string): boolean {
  return isObject(jsonIn(text));
}

/** Whether a text is a syntax tree as JSON. An object of PQL looks like JSON too. */
function isTree(text: string): boolean {
  const found = jsonIn(text);
  return isObject(found) && Object.hasOwn(found, "nodeType");
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Texts within an expression, in either format, that may be ids of audiences. */
function textsIn(expression: string): string[] {
  return [...expression.matchAll(/["']([\w-]{1,100})\\?["']/g)].map(([, text = ""]) => text);
}

/** What to do about a rejection of a definition that streams or is on the edge. */
async function whyRejected(
  { evaluation = "batch", mergePolicyId, class: itsClass = PROFILE_CLASS }: Inputs,
  { sandbox, signal }: Operation,
): Promise<string | undefined> {
  if (evaluation === "batch") return undefined;
  const all = await sandbox.client.mergePolicies.findAll({ signal });
  const policy = all.find(({ id, isDefault, schemaName }) =>
    mergePolicyId === undefined ? isDefault && schemaName === itsClass : id === mergePolicyId,
  );
  if (policy === undefined || policy.isActiveOnEdge) return undefined;
  return `Its merge policy "${plain(policy.name)}" (${policy.id}) is not active on the edge, which ${evaluation} needs: give the mergePolicyId of one that is, or set activeOnEdge of this one`;
}

/** What to do about a definition that Adobe does not delete. */
async function whyNotDeleted(id: string, { sandbox, signal }: Operation): Promise<string> {
  const all = await sandbox.client.segments.findAll({ signal });
  const users = all.filter((one) => one.id !== id && textsIn(one.expression).includes(id));
  if (users.length > 0) {
    const names = users.map((one) => () => `"${plain(one.name)}" (${one.id})`);
    return `Other segment definitions name it in their expression: ${listed(names)}. Change or delete them first; a program says so by \`dependsOn\`, or by the id as an output in the expression`;
  }
  return "Adobe deletes none that a destination uses: remove the audience from the destinations that Adobe's UI shows with it first, or keep it with `retainOnDelete`";
}

/** Warns where Adobe evaluates a definition in another way than the program says. */
function compareEvaluation(
  id: string,
  wanted: Evaluation | undefined,
  actual: Evaluation | undefined,
  { context }: Operation,
): void {
  if (wanted === undefined || actual === undefined || wanted === actual) return;
  context.log(
    "warning",
    `Adobe evaluates the segment definition ${id} as ${actual}, not as ${wanted}: its merge policy must be active on the edge, and its expression eligible. A refresh shows it as ${actual}; give evaluation: "${actual}", or correct what prevents ${wanted}`,
  );
}

export const segmentDefinition: Definition<Inputs, Outputs> = {
  token: "adobe-aep:profile:SegmentDefinition",
  description:
    "A segment definition of Segmentation Service: an audience, by an expression in Profile Query Language. Adobe deletes none that a destination uses.",
  displayName: "segment definition",
  inputs,
  outputs,
  importId: "the segment definition's id, a UUID",
  example: `const chatted = new aep.profile.SegmentDefinition("chatted-today", {
  expression: \`chain(xEvent, timestamp, [C0: WHAT(eventType = "chatlio.conversationStarted") WHEN(today)])\`,
  evaluation: "streaming",
  mergePolicyId: policy.id,
});`,
  nameInput: "name",
  uniqueName: true,
  replaces: {
    class: "the fields of an expression, and its merge policy, belong to its class",
  },
  defaults: { class: PROFILE_CLASS, format: TEXT },
  open,

  check(news, old, warn) {
    if (hasUnknown(news.expression) || hasUnknown(news.format)) return [];
    // What Adobe has taken is not judged.
    const isThere = old?.expression === news.expression && old.format === news.format;
    if (isThere) return [];
    const reason = checkExpression(news, warn);
    return reason === undefined ? [] : [{ property: "expression", reason }];
  },

  preview: () => ({}),

  mentions: ({ expression }) => textsIn(expression),

  async find({ name }, { sandbox, signal, since }) {
    const all = await sandbox.client.segments.findAll({ signal, since });
    return all.filter((one) => one.name === name).map(({ id }) => id);
  },

  async list({ sandbox, signal, since }) {
    const all = await sandbox.client.segments.findAll({ signal, since });
    return all.filter(({ isSystem }) => !isSystem).map(({ id, name }) => ({ id, name }));
  },

  async create(wanted, scope) {
    const { sandbox, signal } = scope;
    const { expression, ...more } = bodyOf(wanted);
    const body = {
      ...more,
      schema: { name: wanted.class ?? PROFILE_CLASS },
      expression: { type: "PQL", ...expression },
    };
    try {
      const { id, evaluation } = await sandbox.client.segments.create(body, { signal });
      compareEvaluation(id, wanted.evaluation, evaluation, scope);
      return { id, outputs: {} };
    } catch (error) {
      throw await explained(error, () => whyRejected(wanted, scope));
    }
  },

  async read(id, last, { sandbox, context, signal }) {
    const found = await sandbox.client.segments.get(id, { signal });
    if (last === undefined && found !== undefined)
      sayNotWritten("segment definition", id, notWritten(found), context);
    return (
      found && { inputs: inputsOf(found, last), outputs: {}, creation: { at: found.createdAt } }
    );
  },

  async update(id, { oldInputs, newInputs }, scope) {
    const { sandbox, signal } = scope;
    const { segments } = sandbox.client;
    const now = await segments.get(id, { signal });
    if (now === undefined) throw goneError("segment definition", id);
    const theirs = inputsOf(now, oldInputs);
    const news = pick(newInputs);
    const base = mergeBase(pick(oldInputs), news, theirs, open);
    const wanted = mergeTagged(`segment definition ${id}`, {
      oldInputs: base,
      newInputs: news,
      theirs,
    });
    const { description: ours, ...more } = wanted;
    const { description: there, ...others } = theirs;
    if (ours === there && isSame({ ...others, ...more }, others)) return {};
    try {
      const evaluation = await segments.replace(id, replacementOf(now, wanted), { signal });
      compareEvaluation(id, news.evaluation, evaluation, scope);
    } catch (error) {
      throw await explained(error, () => whyRejected({ ...theirs, ...wanted }, scope));
    }
    return {};
  },

  async delete(id, _last, scope) {
    const { sandbox, signal } = scope;
    try {
      await sandbox.client.segments.delete(id, { signal });
    } catch (error) {
      throw await explained(error, () => whyNotDeleted(id, scope));
    }
  },
};
