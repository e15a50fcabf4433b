import { EmulatorClient } from "../../../emulator";
import { policyService } from "../../emulator/support/client";
import type { Harness } from "./harness";

/** Somebody makes data usage labels of the organization's own in Adobe's UI. */
export async function makeLabels(
  { url }: Pick<Harness, "url">,
  ...names: readonly string[]
): Promise<void> {
  const headers = await new EmulatorClient(url).headers();
  for (const name of names) {
    const response = await fetch(`${url}${policyService}/labels/custom/${name}`, {
      method: "PUT",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify({ name, category: "Custom" }),
    });
    if (!response.ok) throw new Error(`${name}: ${response.status}`);
  }
}
