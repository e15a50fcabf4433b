import * as z from "zod";

import type { FunctionDefinition } from "../lifecycle/function";
import { only } from "../lifecycle/function";

const args = z.strictObject({
  name: z
    .string()
    .min(1)
    .optional()
    .describe("Default: the sandbox the provider is configured for."),
});

const result = z.object({
  name: z.string().describe("Its name."),
  title: z.string().describe("Its title."),
  type: z.string().describe("`production` or `development`."),
  isDefault: z.boolean().describe("Whether it is the organization's default sandbox."),
  tenantNamespace: z.string().describe("The organization's field namespace, as `_acme`."),
});

export const getSandbox: FunctionDefinition<z.infer<typeof args>, z.infer<typeof result>> = {
  token: "adobe-aep:index:getSandbox",
  description:
    "Looks up a sandbox that the credential may use, and the organization's tenant namespace. Calls Adobe at every preview and update: one call, and one more for the namespace the first time.",
  args,
  result,
  example: `const { type } = await aep.getSandbox();
const protect = type === "production";`,

  async run({ name }, context, signal) {
    const wanted = name ?? context.config.sandbox;
    const all = await context.client.sandboxes.list({ signal });
    const found = all.filter((one) => one.name === wanted).map((one) => ({ ...one, id: one.name }));
    const { title, type, isDefault } = only(found, `sandbox ${wanted}`);
    return {
      name: wanted,
      title: title ?? wanted,
      type: type ?? "",
      isDefault: isDefault ?? false,
      tenantNamespace: await context.tenantNamespace(signal),
    };
  },
};
