import * as z from "zod";

import type { Properties } from "../../../provider-sdk";
import { isObject } from "../../client/json";
import type { Json } from "../../client/json";
import type { MergePolicy } from "../../client/mergePolicies";
import { plain } from "../../client/text";
import { mergeBase } from "../lifecycle/addedParts";
import type { Definition, Operation } from "../lifecycle/definition";
import { INTERNAL } from "../lifecycle/internalState";
import { isSame, mergeChanges } from "../lifecycle/merge";
import { hasUnknown, isDistinct, isGiven } from "../lifecycle/unknown";
import { nameInput, objectIn } from "./common";
import { explained } from "./explained";
import { goneError } from "./gone";
import { named, sayNotWritten, unknownPaths } from "./notWritten";
import type { KnownKeys } from "./notWritten";
import { within } from "./within";

const PROFILE_CLASS = "_xdm.context.profile";

/** The name that Adobe's documents show of the policy that every sandbox has. Nothing else tells it from others. */
const ADOBES_OWN = "Default Timebased";

const attributeMerge = z
  .strictObject({
    type: z
      .enum(["timestampOrdered", "dataSetPrecedence"])
      .meta({
        id: "AttributeMergeType",
        description: "What counts where fragments differ.",
        values: {
          timestampOrdered: "The latest value.",
          dataSetPrecedence: "The value of the dataset that comes first in `order`.",
        },
      })
      .describe(
        "`timestampOrdered`: the value that was written last. `dataSetPrecedence`: the value of the dataset that comes first in `order`.",
      ),
    order: z
      .array(z.string().min(1, { error: "is empty; give the id of a dataset" }))
      .optional()
      .describe(
        "Ids of datasets, the most trusted first; with `dataSetPrecedence` only. Datasets that are not in it are not merged at all.",
      ),
  })
  .meta({ id: "AttributeMerge", description: "Which value counts where fragments differ." });

const inputs = z.strictObject({
  name: nameInput,
  class: z
    .string()
    .regex(/^_[^/\s]+$/, {
      error:
        "must be the meta:altId of a class, as _xdm.context.profile (`altId` of a Class), not its $id; correct it",
    })
    .optional()
    .describe(
      "`meta:altId` of the class whose profiles it merges: Adobe's, or `altId` of a `Class`. Default `_xdm.context.profile`.",
    ),
  identityGraph: z
    .enum(["none", "pdg"])
    .meta({
      id: "IdentityGraph",
      description: "Which fragments belong together.",
      values: {
        none: "Only fragments with the same identity.",
        pdg: "Fragments of all identities that the private identity graph links.",
      },
    })
    .describe(
      "`none`: a profile is the fragments of one identity. `pdg`: of all identities that the organization's private identity graph links.",
    ),
  attributeMerge: attributeMerge.describe("How a profile gets one value of each attribute."),
  default: z
    .boolean()
    .optional()
    .describe(
      "Whether it is the default of its class, of which there is one: the one that was ends to be it (a refresh shows that). So give `true` to one policy only: of two in a program, the second is an error at preview. As long as the program does not give it, and also when it stops giving it, it stays as it is at Adobe.",
    ),
  activeOnEdge: z
    .boolean()
    .optional()
    .describe(
      "Whether the edge uses it. The edge uses one policy of a sandbox, so give `true` to one only: of two in a program, the second is an error at preview. As long as the program does not give it, it stays as it is at Adobe; when the program stops giving it, it ends.",
    ),
});
type Inputs = z.infer<typeof inputs>;

const outputs = z.object({});
type Outputs = z.infer<typeof outputs>;

/** Where the program leaves one of these out, what somebody else sets at Adobe does not show as drift. */
const open = ["default", "activeOnEdge"];

function inputsOf(found: MergePolicy): Inputs {
  const { type, order } = found.attributeMerge;
  return {
    ...(found.name === "" ? {} : { name: found.name }),
    class: found.schemaName,
    identityGraph: found.identityGraph as Inputs["identityGraph"],
    attributeMerge: {
      type: type as Inputs["attributeMerge"]["type"],
      ...(order === undefined || order.length === 0 ? {} : { order }),
    },
    default: found.isDefault,
    activeOnEdge: found.isActiveOnEdge,
  };
}

/** What a POST sends, and what a PUT changes: nothing of what the program leaves to others. */
function bodyOf(wanted: Inputs) {
  return {
    name: wanted.name ?? "",
    schema: { name: wanted.class ?? PROFILE_CLASS },
    identityGraph: { type: wanted.identityGraph },
    attributeMerge: wanted.attributeMerge,
    ...(wanted.default === undefined ? {} : { default: wanted.default }),
    ...(wanted.activeOnEdge === undefined ? {} : { isActiveOnEdge: wanted.activeOnEdge }),
  };
}

/** The body of a PUT: as the guide's, all of the policy but its id and its sandbox, with the changes at their places. */
function replacementOf({ whole, isDefault, isActiveOnEdge }: MergePolicy, changes: Json): Json {
  const kept = Object.entries(whole).filter(([key]) => !["id", "sandbox"].includes(key));
  const now: Json = { ...Object.fromEntries(kept), default: isDefault, isActiveOnEdge };
  return within(now, placed(now, changes));
}

/** The order of datasets stands where Adobe has it: in `data`, as older documents show it, or next to the type. */
function placed(now: Json, changes: Json): Json {
  const { attributeMerge } = changes;
  if (!isObject(attributeMerge)) return changes;
  const { order, ...merge } = attributeMerge;
  const isInData = Object.hasOwn(objectIn(objectIn(now, "attributeMerge"), "data"), "order");
  return {
    ...changes,
    attributeMerge: { ...merge, ...(isInData ? { data: { order } } : { order }) },
  };
}

/** What a program can give, and what Adobe writes itself. */
const knownKeys: KnownKeys = {
  ...named("id", "name", "imsOrgId", "sandbox", "schema", "version", "default", "isActiveOnEdge"),
  ...named("updateEpoch", "updateTime", "createEpoch", "creationTime", "createdBy", "updatedBy"),
  identityGraph: named("type"),
  attributeMerge: { ...named("type", "order"), data: named("order") },
};

/** Whether the program has switched it on, and gives it no more. What an import has found, somebody else has. */
function isTakenBack(
  oldInputs: Inputs,
  newInputs: Inputs,
  input: "default" | "activeOnEdge",
): boolean {
  if ((oldInputs as Properties)[INTERNAL.imported] === true) return false;
  return oldInputs[input] === true && newInputs[input] === undefined;
}

/** What to do about a rejection, from what is in the sandbox. */
async function whyRejected(
  wanted: Inputs,
  now: MergePolicy | undefined,
  { sandbox, signal }: Operation,
): Promise<string | undefined> {
  if (now?.isDefault === true && wanted.default === false) return leaveDefault(now);
  if (wanted.activeOnEdge !== true) return undefined;
  const all = await sandbox.client.mergePolicies.findAll({ signal });
  const active = all.find(({ id, isActiveOnEdge }) => isActiveOnEdge && id !== now?.id);
  return (
    active &&
    `The merge policy "${plain(active.name)}" (${active.id}) is active on the edge, and a sandbox has one such policy: set its activeOnEdge to false first`
  );
}

function leaveDefault({ schemaName }: MergePolicy): string {
  return `It is the default of the class ${plain(schemaName)}, which must have one: make another merge policy of the class the default (default: true, or in Adobe's UI), which ends this one's`;
}

export const mergePolicy: Definition<Inputs, Outputs> = {
  token: "adobe-aep:profile:MergePolicy",
  description:
    "A merge policy of Real-Time Customer Profile: which fragments make one profile, and which value counts where they differ. A destroy ends that it is active on the edge, and then deletes it; the default of a class is only deleted once another policy is the default.",
  displayName: "merge policy",
  inputs,
  outputs,
  importId: "the merge policy's id, a UUID",
  example: `const policy = new aep.profile.MergePolicy("crm-first", {
  identityGraph: "pdg",
  attributeMerge: { type: "dataSetPrecedence", order: [dataset.id] },
});`,
  nameInput: "name",
  tagLocation:
    "(for which a merge policy has no place at Adobe, so it is known by its content: within an hour, one with what the run sent is adopted with a warning, and not deleted without your consent)",
  replaces: {
    class: "the default, and the audiences that use a merge policy, belong to its class",
  },
  defaults: { class: PROFILE_CLASS },
  open,

  check(newInputs, oldInputs, warn) {
    const { attributeMerge: merge } = newInputs;
    if (oldInputs !== undefined && isTakenBack(oldInputs, newInputs, "default")) {
      warn(
        "the program does not give `default` any more, and the merge policy stays the default of its class: that ends when another one becomes it",
      );
    }
    if (hasUnknown(merge)) return [];
    const hasOrder = (merge.order ?? []).length > 0;
    if (merge.type === "dataSetPrecedence" && !hasOrder)
      return [
        {
          property: "attributeMerge.order",
          reason: "is missing; give the ids of the datasets, the most trusted first",
        },
      ];
    const order = merge.order ?? [];
    if (!isDistinct(order))
      return [{ property: "attributeMerge.order", reason: "has a dataset twice; name each once" }];
    if (merge.type === "timestampOrdered" && isGiven(merge.order))
      return [
        {
          property: "attributeMerge.order",
          reason: 'is only for dataSetPrecedence; give type: "dataSetPrecedence", or leave it out',
        },
      ];
    return [];
  },

  claims: ({ class: itsClass, default: isDefault, activeOnEdge }) => [
    ...(isDefault === true
      ? [
          {
            property: "default",
            key: itsClass ?? PROFILE_CLASS,
            reason:
              "a class has one default merge policy; give true to one of the two, and leave it out of the other",
          },
        ]
      : []),
    ...(activeOnEdge === true
      ? [
          {
            property: "activeOnEdge",
            key: "",
            reason:
              "the edge uses one merge policy of a sandbox; give true to one of the two, and leave it out of the other",
          },
        ]
      : []),
  ],

  preview: () => ({}),

  async find({ name }, { sandbox, signal, since }) {
    const all = await sandbox.client.mergePolicies.findAll({ signal, since });
    return all.filter((one) => one.name === name).map(({ id }) => id);
  },

  async list({ sandbox, signal, since }) {
    const all = await sandbox.client.mergePolicies.findAll({ signal, since });
    return all.filter((one) => one.name !== ADOBES_OWN).map(({ id, name }) => ({ id, name }));
  },

  async create(wanted, scope) {
    const { sandbox, signal } = scope;
    try {
      const { id } = await sandbox.client.mergePolicies.create(bodyOf(wanted), { signal });
      return { id, outputs: {} };
    } catch (error) {
      throw await explained(error, () => whyRejected(wanted, undefined, scope));
    }
  },

  async read(id, last, { sandbox, context, signal }) {
    const found = await sandbox.client.mergePolicies.get(id, { signal });
    if (last === undefined && found !== undefined)
      sayNotWritten("merge policy", id, unknownPaths(found.whole, knownKeys), context);
    return found && { inputs: inputsOf(found), outputs: {}, creation: { at: found.createdAt } };
  },

  async update(id, { oldInputs, newInputs }, scope) {
    const { sandbox, signal } = scope;
    const { mergePolicies } = sandbox.client;
    const now = await mergePolicies.get(id, { signal });
    if (now === undefined) throw goneError("merge policy", id);
    const theirs = inputsOf(now);
    // What was on and is not given any more is taken back, as far as Adobe can: a class keeps its default.
    const isReleased = isTakenBack(oldInputs, newInputs, "activeOnEdge");
    const news = pick(isReleased ? { ...newInputs, activeOnEdge: false } : newInputs);
    const base = mergeBase(pick(oldInputs), news, theirs, open);
    const wanted = mergeChanges(`merge policy ${id}`, { oldInputs: base, newInputs: news, theirs });
    if (isSame({ ...theirs, ...wanted }, theirs)) return {};
    try {
      await mergePolicies.replace(id, replacementOf(now, bodyOf(wanted)), { signal });
    } catch (error) {
      throw await explained(error, () => whyRejected(wanted, now, scope));
    }
    return {};
  },

  async delete(id, _last, { sandbox, context, signal }) {
    const { mergePolicies } = sandbox.client;
    const now = await mergePolicies.get(id, { signal });
    if (now === undefined) return;
    if (now.isActiveOnEdge && now.isDefault) {
      // Without this, the edge would be without a policy when Adobe then keeps the default.
      throw new Error(
        `the merge policy "${plain(now.name)}" (${id}) is active on the edge and the default of ${plain(now.schemaName)}, so it is not deleted. Make another one the default and active on the edge first, or keep it with retainOnDelete`,
      );
    }
    if (now.isActiveOnEdge) {
      context.log(
        "warning",
        `the merge policy ${id} is active on the edge, which ends before it is deleted`,
      );
      await mergePolicies.replace(id, replacementOf(now, { isActiveOnEdge: false }), { signal });
    }
    try {
      await mergePolicies.delete(id, { signal });
    } catch (error) {
      throw await explained(error, () =>
        Promise.resolve(now.isDefault ? leaveDefault(now) : undefined),
      );
    }
  },
};

/** The inputs alone, without what the provider keeps with them. */
function pick({ name, class: itsClass, identityGraph, attributeMerge: merge, ...more }: Inputs) {
  return {
    ...(name === undefined ? {} : { name }),
    class: itsClass ?? PROFILE_CLASS,
    identityGraph,
    attributeMerge: merge,
    ...(more.default === undefined ? {} : { default: more.default }),
    ...(more.activeOnEdge === undefined ? {} : { activeOnEdge: more.activeOnEdge }),
  };
}
