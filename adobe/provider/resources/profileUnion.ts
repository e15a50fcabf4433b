import * as z from "zod";

import { plain } from "../../client/text";
import type { Definition } from "../lifecycle/definition";
import { isRelational } from "../xdm/relationalForm";
import { schemaIdInput } from "./common";
import { isInUnion } from "./schema";

const inputs = z.strictObject({
  schemaId: schemaIdInput.describe("`$id` of the schema, which must have a primary identity."),
});
type Inputs = z.infer<typeof inputs>;

const outputs = z.object({});
type Outputs = z.infer<typeof outputs>;

export const profileUnion: Definition<Inputs, Outputs> = {
  token: "adobe-aep:xdm:ProfileUnion",
  description:
    "Joins a schema to the union of its class, the first half of Real-Time Customer Profile (the second is `profile` of the dataset). **One-way**: Adobe cannot undo it; destroy leaves it and says so. It is a resource of its own because identity descriptors must come between it and the schema: give it `dependsOn` them. Removing it from the program would undo nothing at Adobe and is rejected at preview: the class sets `protect: true`. To remove it, or to destroy the stack, set `protect: false` and run `pulumi up` first (or `pulumi state unprotect`); it then stays at Adobe, and a warning says so.",
  displayName: "union membership",
  inputs,
  outputs,
  importId: "`$id` of the schema",
  example: `const identified = { dependsOn: [primaryIdentity] };
new aep.xdm.ProfileUnion("profile", { schemaId: schema.id }, identified);`,
  protectedByDefault: true,
  replaces: { schemaId: "it belongs to its schema" },
  alwaysAdopt: "A schema that is in the union already is adopted: Adobe never undoes it.",

  comesAfter: { schemaId: ["adobe-aep:xdm:IdentityDescriptor"] },

  preview: () => ({}),

  async find(wanted, { sandbox, signal }) {
    const found = await sandbox.client.registry.get("schemas", wanted.schemaId, { signal });
    return found !== undefined && isInUnion(found) ? [wanted.schemaId] : [];
  },

  async list({ sandbox, signal }) {
    const all = await sandbox.client.registry.findInUnion({ signal });
    return all.map(({ $id, title }) => ({ id: $id, name: title }));
  },

  async create(wanted, { sandbox, signal }) {
    const { registry } = sandbox.client;
    const now = await registry.get("schemas", wanted.schemaId, { signal });
    if (now !== undefined && isRelational(now)) {
      throw new Error(
        `the schema ${wanted.schemaId} ("${plain(now.title)}") is relational, which Adobe does not support in the union of Real-Time Customer Profile; remove this resource, or give it a schema with a class`,
      );
    }
    const tags = now?.["meta:immutableTags"];
    // A schema with other tags keeps them.
    const value = [...(Array.isArray(tags) ? (tags as unknown[]) : []), "union"];
    const add = { op: "add", path: "/meta:immutableTags", value };
    await registry.patch("schemas", wanted.schemaId, [add], { signal });
    return { id: wanted.schemaId, outputs: {} };
  },

  async read(id, _last, { sandbox, signal }) {
    const found = await sandbox.client.registry.get("schemas", id, { signal });
    if (found === undefined || !isInUnion(found)) return undefined;
    return { id: found.$id, inputs: { schemaId: found.$id }, outputs: {} };
  },

  update: () => Promise.resolve({}),

  delete(id, _last, { context }) {
    context.log(
      "warning",
      `the schema ${id} stays in the union of Real-Time Customer Profile: Adobe never undoes it`,
    );
    return Promise.resolve();
  },
};
