/**
 * Statuses of a batch that will not change any more (Catalog, batch statuses). `failure` is an older spelling of `failed`.
 * Any other one, as `loading`, `staged` or `retrying`, is of a batch that AEP still works on.
 */
const ENDED: ReadonlySet<string> = new Set([
  ...["success", "failed", "failure", "aborted", "abandoned", "inactive", "deleted"],
]);

/** Whether AEP has finished with a batch, one way or the other. */
export function hasEnded({ status }: { readonly status: string }): boolean {
  return ENDED.has(status);
}

/** Whether AEP has given a batch up, so that rows of it may be rejected. */
export function hasFailed({ status }: { readonly status: string }): boolean {
  return status === "failed" || status === "failure";
}
