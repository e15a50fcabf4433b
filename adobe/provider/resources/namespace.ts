import * as z from "zod";

import type { Properties } from "../../../provider-sdk";
import { AdobeError } from "../../client";
import type { IdentityNamespace } from "../../client/identity";
import type { Definition } from "../lifecycle/definition";
import { INTERNAL } from "../lifecycle/internalState";
import { isSame, mergeChanges } from "../lifecycle/merge";
import { descriptionOf } from "./common";
import { goneError } from "./gone";
import { replacementOf } from "./replacement";

const idTypes = [
  "Cookie",
  "Cross_device",
  "Device",
  "Email",
  "Mobile",
  "Non_people",
  "Phone",
] as const;

const inputs = z.strictObject({
  code: z
    .string()
    .regex(/^[A-Za-z0-9]+$/, { error: "may hold letters and digits only; correct it" })
    .describe("Letters and digits, unique in the organization."),
  name: z.string().min(1, { error: "is empty; give a name" }).describe("Shown in Adobe's UI."),
  idType: z
    .enum(idTypes)
    .meta({
      id: "IdType",
      description: "What a namespace identifies, as Adobe names it.",
      values: {
        Cookie: "A browser.",
        Cross_device: "A person, on every device: an id of a CRM, or of a login.",
        Device: "A device.",
        Email: "A person, by an e-mail address.",
        Mobile: "A person, by a phone number that gets messages.",
        Non_people: "A thing, such as a product or an account: it is in no identity graph.",
        Phone: "A person, by a phone number.",
      },
    })
    .describe("What it identifies."),
  description: z
    .string()
    .optional()
    .describe("Shown in Adobe's UI. As long as the program gives none, the one at Adobe stays."),
});
type Inputs = z.infer<typeof inputs>;

const outputs = z.object({});
type Outputs = z.infer<typeof outputs>;

/** Adobe writes some of them in upper case. */
export function idTypeOf(actual: string): Inputs["idType"] {
  const found = idTypes.find((one) => one.toLowerCase() === actual.toLowerCase());
  return found ?? (actual as Inputs["idType"]);
}

function inputsOf(found: IdentityNamespace, last: Inputs | undefined): Inputs {
  // Adobe does not keep the case of the code everywhere.
  return {
    code: last?.code.toLowerCase() === found.code.toLowerCase() ? last.code : found.code,
    name: found.name,
    idType: idTypeOf(found.idType),
    // The whole organization shares the namespace. A description that the program never gave is somebody else's.
    ...(last === undefined || last.description !== undefined
      ? descriptionOf(found.description)
      : {}),
  };
}

/** Inputs in the one form in which a read returns them. */
function normalize({ code, name, idType, description }: Inputs): Inputs {
  return { code, name, idType, ...descriptionOf(description) };
}

function bodyOf({ code, name, idType, description }: Inputs) {
  return { code, name, idType, description: description ?? "" };
}

export const namespace: Definition<Inputs, Outputs> = {
  token: "adobe-aep:identity:Namespace",
  description:
    "An identity namespace of the organization. **Permanent**: Adobe cannot delete one. Destroy leaves it and says so; a create adopts the one that has the code.",
  displayName: "identity namespace",
  inputs,
  outputs,
  importId: "`code`, as `chatVisitor`, or the numeric id",
  example: `new aep.identity.Namespace("visitor", {
  code: "chatVisitor",
  name: "Chat visitor",
  idType: "Cookie",
});`,
  replaces: {
    code: "a namespace is its code",
    idType: "Adobe fixes it when the namespace is made",
  },
  caseInsensitive: ["code"],
  open: ["description"],
  alwaysAdopt: "One with the same `code` is always adopted: Adobe cannot delete one.",

  referredToBy: { input: "code", inputsEnd: /namespace$/i },

  preview: () => ({}),

  async find(wanted, { sandbox, signal, since }) {
    const all = await sandbox.client.identity.list({ signal, since });
    return all
      .filter(({ code }) => code.toLowerCase() === wanted.code.toLowerCase())
      .map(({ id }) => String(id));
  },

  async list({ sandbox, signal, since }) {
    const all = await sandbox.client.identity.list({ signal, since });
    return all
      .filter(({ custom }) => custom !== false)
      .map(({ id, code }) => ({ id: String(id), name: code }));
  },

  async create(wanted, { sandbox, signal }) {
    const made = await sandbox.client.identity.create(bodyOf(wanted), { signal });
    return { id: String(made.id), outputs: {} };
  },

  async read(id, last, { sandbox, signal }) {
    const { identity } = sandbox.client;
    const found = /^\d+$/.test(id)
      ? await identity.get(Number(id), { signal })
      : (await identity.list({ signal })).find(
          ({ code }) => code.toLowerCase() === id.toLowerCase(),
        );
    return found && { id: String(found.id), inputs: inputsOf(found, last), outputs: {} };
  },

  async update(id, { oldInputs, newInputs }, { sandbox, signal }) {
    if (isSame(normalize(oldInputs), normalize(newInputs))) return {};
    const now = await sandbox.client.identity.get(Number(id), { signal });
    if (now === undefined) throw goneError("namespace", id);
    const { description: theirs = "" } = descriptionOf(now.description);
    const wanted = mergeChanges(`identity namespace ${newInputs.code}`, {
      oldInputs: normalize(oldInputs),
      newInputs: normalize(newInputs),
      theirs: inputsOf(now, { ...oldInputs, code: newInputs.code }),
    });
    const { name } = wanted;
    // An import has shown what somebody else may have given.
    const isImported = (oldInputs as Properties)[INTERNAL.imported] === true;
    const givers = isImported ? [newInputs] : [oldInputs, newInputs];
    const isOurs = givers.some((one) => one.description !== undefined);
    const description = isOurs ? (wanted.description ?? "") : theirs;
    if (name === now.name && description === theirs) return {};
    // A PUT replaces the whole namespace. What cannot change goes back in Adobe's spelling.
    const { code, idType } = now;
    const body = { ...replacementOf(now, { name, description }), code, idType };
    try {
      await sandbox.client.identity.replace(Number(id), body, { signal });
    } catch (error) {
      if (!(error instanceof AdobeError) || error.details.status !== 403) throw error;
      throw new Error(
        `the namespace ${newInputs.code} cannot be changed; is it one of Adobe's own?`,
        {
          cause: error,
        },
      );
    }
    return {};
  },

  delete(id, last, { context }) {
    context.log(
      "warning",
      `the identity namespace ${last.inputs.code} (${id}) stays at Adobe, which cannot delete one; the next create with this code adopts it`,
    );
    return Promise.resolve();
  },
};
