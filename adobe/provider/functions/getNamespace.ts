import * as z from "zod";

import type { FunctionDefinition } from "../lifecycle/function";
import { only } from "../lifecycle/function";
import { idTypeOf } from "../resources/namespace";

const args = z.strictObject({
  code: z.string().min(1).describe("Its code, as `Email`; letter case does not matter."),
});

const result = z.object({
  id: z.string().describe("Its numeric id."),
  code: z.string().describe("Its code as Adobe writes it."),
  name: z.string().describe("Shown in Adobe's UI."),
  idType: z.string().describe("What it identifies, as `Email`."),
  custom: z.boolean().describe("Whether it is the organization's own and not one of Adobe's."),
});

export const getNamespace: FunctionDefinition<z.infer<typeof args>, z.infer<typeof result>> = {
  token: "adobe-aep:identity:getNamespace",
  description:
    "Looks up an identity namespace, Adobe's or the organization's. Calls Adobe once at every preview and update.",
  args,
  result,
  example: `const hashed = aep.identity.getNamespaceOutput({ code: "Email_LC_SHA256" });`,

  async run({ code }, { client }, signal) {
    const all = await client.identity.list({ signal });
    const found = all
      .filter((one) => one.code.toLowerCase() === code.toLowerCase())
      .map((one) => ({ ...one, id: String(one.id) }));
    const {
      id,
      code: actualCode,
      name,
      idType,
      custom,
    } = only(found, `identity namespace ${code}`);
    return { id, code: actualCode, name, idType: idTypeOf(idType), custom: custom ?? false };
  },
};
