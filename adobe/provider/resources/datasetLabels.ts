import type { Context, Properties } from "../../../provider-sdk";
import { AdobeError } from "../../client";
import type { Operation } from "../lifecycle/definition";
import { INTERNAL } from "../lifecycle/internalState";
import { isSame, merge } from "../lifecycle/merge";
import { inOrderOf } from "./common";
import { labelList } from "./labelNames";

/** Attempts of a change while others change the labels too. */
const MAX_ATTEMPTS = 4;

export const datasetLabels = labelList(
  /^[^/\s]+$/,
  "must be the name of one of Adobe's labels or of your own, as `C1`, without the core/ or custom/ of a LabelDescriptor",
)
  .optional()
  .describe(
    "Data usage labels of the whole dataset, as `C1`, which governance policies go by; the order does not matter. Access control goes by the labels of the schema's fields (`xdm.LabelDescriptor`) only. As long as the program does not give any, those set by hand stay; when it stops giving them, its own are removed. `[]`: none. A label that does not exist is named at preview, where the credential may list labels. Needs the permission Manage Usage Labels.",
  );

interface LabelInputs {
  readonly labels?: string[] | undefined;
}

/** The order of labels means nothing. */
export const unorderedLists = { labels: "" };

/** What has labels and is not given any stays. */
export const open = ["labels"];

/**
 * The labels of a dataset, as an input. They are requested where the program gives some, and for an import. An import
 * by a credential that may not read them has none, and says so.
 */
export async function readLabels(
  id: string,
  last: LabelInputs | undefined,
  scope: Operation,
): Promise<LabelInputs> {
  if (last !== undefined && last.labels === undefined) return {};
  const { sandbox, signal } = scope;
  try {
    const found = await sandbox.client.datasetLabels.get(id, { signal });
    // At preview, the program's may be unknown.
    const known = Array.isArray(last?.labels) ? last.labels : undefined;
    const labels = inOrderOf(found?.labels ?? [], known, (label) => label);
    return last === undefined && labels.length === 0 ? {} : { labels };
  } catch (error) {
    if (last !== undefined || !isForbidden(error)) throw error;
    sayNotRead(id, scope.context);
    return {};
  }
}

function sayNotRead(id: string, context: Context): void {
  context.log(
    "warning",
    `the labels of the dataset ${id} were not read: the credential's role lacks the permission Manage Usage Labels. They stay there as they are`,
  );
}

function isForbidden(error: unknown): boolean {
  return error instanceof AdobeError && error.details.status === 403;
}

/**
 * Sets what the program has changed. Labels that somebody else has added since then stay until a refresh shows them.
 *
 * @param request.oldOutputs - what was written: a create may have failed to set what the inputs in the state have
 */
export async function updateLabels(
  id: string,
  {
    oldInputs,
    newInputs,
    oldOutputs,
  }: {
    readonly oldInputs: LabelInputs;
    readonly newInputs: LabelInputs;
    readonly oldOutputs: LabelInputs;
  },
  scope: Operation,
): Promise<void> {
  const { labels: wanted } = newInputs;
  // What an import has found, somebody else has set.
  const isImported = (oldInputs as Properties)[INTERNAL.imported] === true;
  if (wanted === undefined && (isImported || oldInputs.labels === undefined)) return;
  const { labels: base } = wanted === undefined ? oldInputs : oldOutputs;
  if (base !== undefined && isSameSet(base, wanted)) return;
  await changeLabels(id, scope, (theirs) =>
    base === undefined ? (wanted ?? []) : merged(base, wanted ?? [], theirs),
  );
}

/** Gives a new dataset its labels. */
export async function setLabels(
  id: string,
  labels: readonly string[],
  scope: Operation,
): Promise<void> {
  if (labels.length === 0) return;
  const { sandbox, signal } = scope;
  try {
    // Without a look first: of what was just made, there is nothing to read.
    await sandbox.client.datasetLabels.create(id, labels, { signal });
  } catch (error) {
    if (!isForbidden(error)) throw error;
    // Either the role lacks the permission, or a request whose response was lost has set them.
    const now = await sandbox.client.datasetLabels.get(id, { signal }).catch(() => undefined);
    if (now === undefined) throw error;
    await changeLabels(id, scope, () => labels);
  }
}

/** Changes the labels; when somebody else does at the same time, it looks and plans again. */
async function changeLabels(
  id: string,
  { sandbox, signal }: Operation,
  plan: (theirs: readonly string[]) => readonly string[],
): Promise<void> {
  const { datasetLabels: service } = sandbox.client;
  for (let attempt = 1; ; attempt++) {
    const now = await service.get(id, { signal });
    const theirs = now?.labels ?? [];
    const labels = plan(theirs);
    if (isSameSet(theirs, labels)) return;
    try {
      if (now === undefined) await service.create(id, labels, { signal });
      else await service.replace(id, now, labels, { signal });
      return;
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || !isOvertaken(error, now === undefined)) throw error;
      const there = await service.get(id, { signal });
      if ((there === undefined) === (now === undefined) && there?.etag === now?.etag) throw error;
    }
  }
}

/** Whether somebody else may have been faster: a 403 to a first label may also be a missing permission. */
function isOvertaken(error: unknown, isFirst: boolean): boolean {
  if (!(error instanceof AdobeError)) return false;
  return (isFirst ? [403] : [404, 412]).includes(error.details.status ?? 0);
}

function merged(
  base: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
): readonly string[] {
  const lists = [base, ours, theirs].map((labels) => ({ labels }));
  return (merge(lists[0], lists[1], lists[2], unorderedLists).merged as { labels: string[] })
    .labels;
}

function isSameSet(one: readonly string[], other: readonly string[] | undefined): boolean {
  return isSame({ labels: one }, { labels: other }, unorderedLists);
}
