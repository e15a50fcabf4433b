import * as z from "zod";

import { listed, plain } from "../../client/text";
import type { Operation } from "../lifecycle/definition";
import { nearNames } from "../lifecycle/nearNames";
import type { Nameable } from "../lifecycle/nearNames";
import { hasUnknown, isDistinct } from "../lifecycle/unknown";
import { permitted } from "./permitted";

/** A list of labels, each once. */
export function labelList(name: RegExp, error: string) {
  return z
    .array(z.string().regex(name, { error }))
    .refine(isDistinct, { error: "has a label twice" });
}

type Owner = "core" | "custom";

/** One owner's labels. They are read once in a run: nobody makes them as often as programs name them. */
async function labelsOf(owner: Owner, { sandbox, signal }: Operation) {
  return sandbox.readOnce(`labels/${owner}`, async () => {
    const names = await sandbox.client.policies.labelNames(owner, { signal });
    return names.map((name) => ({ id: `${owner}/${name}`, name }));
  });
}

/**
 * Which data usage labels do not exist, each with what to do. None where the credential may not list labels.
 *
 * @param given - as `C1`, or as label descriptors have them, `core/C1`. Those that are not known yet count as right.
 */
export async function missingLabels(given: unknown, scope: Operation): Promise<string[]> {
  const labels = (Array.isArray(given) ? given : []).filter(
    (one): one is string => typeof one === "string" && !hasUnknown(one),
  );
  if (labels.length === 0) return [];
  const both = await permitted(() =>
    Promise.all([labelsOf("core", scope), labelsOf("custom", scope)]),
  );
  if (both === undefined) return [];
  const all = both.flat();
  return labels.flatMap((label) => {
    const [name = "", owner] = label.split("/").toReversed();
    const there = all.map((one): Nameable => ({ name: owner === undefined ? one.name : one.id }));
    if (there.some((one) => one.name === label)) return [];
    const ofOther = all.find((one) => one.name === name);
    const meant = ofOther === undefined ? near(label, there) : `there is ${plain(ofOther.id)}`;
    return [
      `there is no data usage label ${label}. Correct it (${meant}), or make the label in Adobe's UI first`,
    ];
  });
}

/** What may be meant; where nothing is near, what there is. */
export function near(name: string, all: readonly Nameable[]): string {
  const names = nearNames(name, all);
  return names.length > 0
    ? `near it: ${listed(names)}`
    : `there are: ${listed(all.map((one) => one.name))}`;
}

/**
 * Rejects labels that do not exist: nothing would go by them.
 *
 * @param labels - `property`: the input they are in
 */
export async function verifyLabels(
  { property, labels }: { readonly property: string; readonly labels: unknown },
  scope: Operation,
): Promise<void> {
  const faults = await missingLabels(labels, scope);
  if (faults.length === 0) return;
  throw new Error(`${faults.map((one) => `${property}: ${one}`).join("; ")}. Nothing was sent`);
}

/** The labels that a change adds. */
export function addedLabels(was: unknown, now: unknown): unknown[] {
  const before = new Set<unknown>(Array.isArray(was) ? was : []);
  return Array.isArray(now) ? now.filter((label) => !before.has(label)) : [];
}
