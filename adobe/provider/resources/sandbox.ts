import * as z from "zod";

import { InitializationFailedError, UNKNOWN } from "../../../provider-sdk";
import type { CheckFailure } from "../../../provider-sdk";
import { AdobeError } from "../../client";
import { sentences } from "../../client/errors";
import type { Sandbox } from "../../client/sandbox";
import { plain } from "../../client/text";
import type { Definition, Operation } from "../lifecycle/definition";
import { isUnknown } from "../lifecycle/unknown";
import { WaitTimeoutError, waitFor } from "../lifecycle/waiting";
import { GoneError, goneError } from "./gone";

const inputs = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, {
      error: "must begin with a letter, and have lower-case letters, digits and hyphens only",
    })
    .max(256, { error: "has more than 256 characters" })
    .describe(
      "What programs and APIs call it: lower-case letters, digits and hyphens, beginning with a letter, at most 256. Unique in the organization; whether the name of a deleted sandbox is free again is not documented.",
    ),
  title: z
    .string()
    .min(1, { error: "is empty; give a title" })
    .describe("What Adobe's UI shows. All that Adobe can change."),
  type: z
    .enum(["development", "production"])
    .meta({
      id: "SandboxType",
      description: "What a sandbox is for.",
      values: {
        development: "For building and trying; can be reset.",
        production: "For real data.",
      },
    })
    .describe("`development` or `production`. Adobe cannot change it."),
  forceDestroy: z
    .boolean()
    .optional()
    .describe(
      "Lets a destroy, a replacement or `resetOn` remove everything that is in the sandbox, for ever. Default false. Kept in the state only: after a change, or an import, it is in force once `pulumi up` has run, though no change shows.",
    ),
  ignoreWarnings: z
    .boolean()
    .optional()
    .describe(
      "Lets a destroy or reset go on where Adobe warns that a production sandbox shares segments with Audience Manager or Audience Core Service. Default false. Kept in the state only, as `forceDestroy`.",
    ),
  resetOn: z
    .string()
    .optional()
    .describe(
      "Any text. **A change of it to another text resets the sandbox**: everything in it is removed for ever, objects of this and of other programs too, which a preview says. Only with `forceDestroy`. The first value is only noted. Afterwards, `pulumi refresh` and `pulumi up` make again what the program has in it.",
    ),
});
type Inputs = z.infer<typeof inputs>;

const outputs = z.object({
  region: z.string().describe("Where Adobe keeps it, as `VA7`."),
  isDefault: z.boolean().describe("Whether it is the organization's default sandbox."),
});
type Outputs = z.infer<typeof outputs>;

/** How long a new sandbox may take to appear among those that the credential may use. */
const ROLE_SECONDS = 30;

function isGone(found: Sandbox | undefined): boolean {
  const state = found?.state?.toLowerCase();
  return found === undefined || state === "deleted" || state === "deleting";
}

function inputsOf({ name, title, type }: Sandbox): Inputs {
  return { name, title: title ?? name, type: (type ?? "development") as Inputs["type"] };
}

function outputsOf({ region, isDefault }: Sandbox): Outputs {
  return { region: region ?? "", isDefault: isDefault ?? false };
}

/** Adobe's times have no zone. */
function timeOf(text: string | undefined): number | undefined {
  const at = Date.parse(/\d$/.test(text ?? "") ? `${(text ?? "").replace(" ", "T")}Z` : "");
  return Number.isFinite(at) ? at : undefined;
}

/** Waits until nothing is in progress. What has just become active may not be known to other services yet. */
async function settled(name: string, scope: Operation): Promise<Sandbox> {
  const { client, settling } = scope.sandbox;
  const { sandboxes } = client;
  let hasWaited = false;
  return waitFor(`the sandbox ${name} to become active`, scope, async () => {
    const now = await sandboxes.get(name, { signal: scope.signal });
    if (now === undefined || isGone(now)) throw goneError("sandbox", name);
    const state = now.state?.toLowerCase();
    if (state === "failed") {
      throw new Error(
        `Adobe could not provision the sandbox ${name} (its state is failed); take it out with \`pulumi destroy --target\`, or ask Adobe's support`,
      );
    }
    if (state === "active" && hasWaited) settling.openedSandbox(name);
    hasWaited = true;
    return state === "active" ? now : undefined;
  });
}

/** The wait after a request that Adobe has accepted; when it fails, the state has the sandbox, and the next run goes on. */
async function ready(name: string, what: string, scope: Operation): Promise<Outputs> {
  try {
    return outputsOf(await settled(name, scope));
  } catch (error) {
    if (error instanceof GoneError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new InitializationFailedError(name, {}, {}, [
      sentences(
        `the sandbox "${name}" was ${what} but is not active: ${why}`,
        "The next `pulumi up` continues; Adobe's UI shows its state under Sandboxes",
      ),
    ]);
  }
}

/** Adobe's roles decide who may use a sandbox, and a new one is in no role but those that have all. */
async function warnOfRole(name: string, scope: Operation): Promise<void> {
  const { sandboxes } = scope.sandbox.client;
  const isOwn = async () => {
    const own = await sandboxes.list({ signal: scope.signal });
    return own.some((one) => one.name === name) ? true : undefined;
  };
  try {
    await waitFor(`the sandbox ${name} in a role of the credential`, scope, isOwn, ROLE_SECONDS);
  } catch (error) {
    if (!(error instanceof WaitTimeoutError)) throw error;
    scope.context.log(
      "warning",
      `the sandbox "${name}" is active, but this credential may not use it: in Adobe's Permissions, add it to the credential's role before anything is made in it`,
    );
  }
}

const LIMIT =
  "A license has five sandboxes, and up to 75 with additional packs: delete a sandbox that nobody needs, or let Adobe raise the limit";

/** A rejected create, with what the organization shows of the name. */
async function whyRejected(error: unknown, name: string, scope: Operation): Promise<unknown> {
  if (!(error instanceof AdobeError)) return error;
  const { status, reason } = error.details;
  if (status === 400 && /\b(limit|maximum|quota)\b/i.test(reason)) {
    return new AdobeError({ ...error.details, hint: LIMIT });
  }
  if (status !== 409) return error;
  const there = await scope.sandbox.client.sandboxes
    .get(name, { signal: scope.signal })
    .catch(() => undefined);
  if (there === undefined) return error;
  const hint = isGone(there)
    ? `A sandbox of this name was deleted (its state is ${plain(there.state ?? "")}), and Adobe keeps the name: give this one another name`
    : `There is a sandbox of this name: import it with \`pulumi import adobe-aep:sandboxes:Sandbox <name> '${plain(name)}'\`, or give this one another name`;
  return new AdobeError({ ...error.details, hint });
}

async function reset(name: string, wanted: Inputs, scope: Operation): Promise<void> {
  const { sandboxes } = scope.sandbox.client;
  const { ignoreWarnings = false } = wanted;
  try {
    await sandboxes.reset(name, { signal: scope.signal, ignoreWarnings });
  } catch (error) {
    if (!(error instanceof AdobeError) || error.details.ambiguous !== true) throw error;
    // No response: what the sandbox does now says whether Adobe has got the request.
    const now = await sandboxes.get(name, { signal: scope.signal });
    if (now?.state?.toLowerCase() !== "resetting") throw error;
  }
}

/** Whether the program wants a reset. */
function isReset(oldInputs: Inputs | undefined, { resetOn }: Inputs): boolean {
  const old = oldInputs?.resetOn;
  return old !== undefined && resetOn !== undefined && old !== resetOn && !isUnknown(resetOn);
}

export const sandbox: Definition<Inputs, Outputs> = {
  token: "adobe-aep:sandboxes:Sandbox",
  description:
    "A sandbox of the organization. A create waits until it is active. What is to be made in it gets a provider of its own with the sandbox's `name` as `sandbox`, which is known once the sandbox is there. **Adobe's roles decide who may use it**: unless the credential's role has all sandboxes, add the new one to it in Adobe's Permissions. A destroy deletes it with everything in it only with `forceDestroy`; the default production sandbox is never deleted. Needs the permissions View Sandboxes and Manage Sandboxes.",
  displayName: "sandbox",
  inputs,
  outputs,
  importId: "its name, as `acme-dev`",
  example: `const sandbox = new aep.sandboxes.Sandbox("acme", {
  name: "acme-dev",
  title: "Acme development",
  type: "development",
});
const inSandbox = new aep.Provider("acme", { sandbox: sandbox.name });
new aep.xdm.DataType(
  "visit",
  { properties: { page: { type: "string" } } },
  { provider: inSandbox },
);`,
  replaces: {
    name: "a sandbox keeps its name. The old one is deleted after that, only with forceDestroy: true, and with everything in it",
  },
  ignored: ["forceDestroy", "ignoreWarnings"],
  writeOnly: ["resetOn"],
  ignoreOnImport: ["resetOn"],
  ofOrganization: true,
  naturalKey: ({ name }) => name,
  keyInput: "name",
  idOf: ({ name }) => name,

  check(newInputs, oldInputs, warn) {
    const failures: CheckFailure[] = [];
    const { type, name } = newInputs;
    if (oldInputs !== undefined && !isUnknown(type) && oldInputs.type !== type) {
      failures.push({
        property: "type",
        reason: `cannot be changed: Adobe has no way from ${oldInputs.type} to ${type}. Give another name too, which makes another sandbox, or set it back`,
      });
    }
    if (!isReset(oldInputs, newInputs)) return failures;
    if (newInputs.forceDestroy !== true) {
      failures.push({
        property: "resetOn",
        reason:
          "has changed, which resets the sandbox: everything in it would be removed for ever. Set forceDestroy: true to allow it, or set it back",
      });
    } else {
      warn(
        `resetOn has changed, so \`pulumi up\` resets the sandbox "${name}": everything in it is removed for ever, whoever has made it. Set resetOn back to keep it`,
      );
    }
    return failures;
  },

  async verify({ name }, { sandbox: { client }, context, signal }) {
    if (isUnknown(name)) return;
    const there = await client.sandboxes.get(name, { signal });
    if (there === undefined || !isGone(there)) return;
    context.log(
      "warning",
      `a sandbox "${name}" was deleted, and Adobe may keep its name: if \`pulumi up\` says that the name is in use, give this one another`,
    );
  },

  preview: ({ name }, current) => ({
    // A provider for it can do nothing before it is there.
    name: current === undefined ? UNKNOWN : name,
    region: current?.outputs.region ?? UNKNOWN,
    isDefault: current?.outputs.isDefault ?? UNKNOWN,
  }),

  async find({ name }, { sandbox: { client }, signal }) {
    return isGone(await client.sandboxes.get(name, { signal })) ? [] : [name];
  },

  async create({ name, title, type }, scope) {
    const { client, settling } = scope.sandbox;
    try {
      await client.sandboxes.create({ name, title, type }, { signal: scope.signal });
    } catch (error) {
      throw await whyRejected(error, name, scope);
    }
    settling.made(name);
    const made = await ready(name, "made", scope);
    settling.openedSandbox(name);
    await warnOfRole(name, scope);
    return { id: name, outputs: made };
  },

  async read(id, _last, { sandbox: { client }, signal }) {
    const found = await client.sandboxes.get(id, { signal });
    if (found === undefined || isGone(found)) return undefined;
    const creation = { at: timeOf(found.createdDate) };
    return { inputs: inputsOf(found), outputs: outputsOf(found), creation };
  },

  async update(id, { oldInputs, newInputs }, scope) {
    const { sandboxes } = scope.sandbox.client;
    const now = await ready(id, "made", scope);
    const { title } = newInputs;
    if (title !== oldInputs.title) {
      const there = await sandboxes.get(id, { signal: scope.signal });
      if (there?.title !== title) await sandboxes.rename(id, title, { signal: scope.signal });
    }
    if (!isReset(oldInputs, newInputs)) return now;
    await reset(id, newInputs, scope);
    return ready(id, "reset", scope);
  },

  async delete(id, { inputs: last }, scope) {
    const { sandboxes } = scope.sandbox.client;
    const { signal } = scope;
    const now = await sandboxes.get(id, { signal });
    if (now === undefined || isGone(now)) return;
    if (now.isDefault === true) {
      throw new Error(
        `the sandbox "${id}" is the organization's default, which Adobe never deletes. To only forget it, use retainOnDelete, or \`pulumi state delete\``,
      );
    }
    if (last.forceDestroy !== true) {
      throw new Error(
        `the sandbox "${id}" is not deleted, because everything in it would be gone for ever. To delete it, set forceDestroy: true and run \`pulumi up\` first; to keep it and only forget it, use retainOnDelete`,
      );
    }
    if (now.state?.toLowerCase() !== "failed") await settled(id, scope);
    const { ignoreWarnings = false } = last;
    await sandboxes.delete(id, { signal, ignoreWarnings });
    await waitFor(`the end of the sandbox ${id}`, scope, async () => {
      const found = await sandboxes.get(id, { signal });
      return found === undefined || found.state?.toLowerCase() === "deleted" ? true : undefined;
    });
  },
};
