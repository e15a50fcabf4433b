import { createHash } from "node:crypto";

/** The longest name each AWS service takes, in characters (AWS service quotas). */
export const nameLimits = {
  api: 128,
  function: 64,
  logGroup: 512,
  queue: 80,
  role: 64,
  secret: 512,
} as const;

/** CloudWatch namespace of a stack's metrics: `<prefix>/<stack>`. */
export function metricsNamespace(prefix: string, stack: string): string {
  return `${prefix}/${stack}`.replace(/[^\w.\-/#]/g, "-");
}

/** Makes the physical names of a stack: `<prefix>-<stack>-<part>`. */
export type Namer = (kind: keyof typeof nameLimits, part: string) => string;

/**
 * Cuts a name at a limit, and puts the start of its hash at the end, so that two long names that
 * begin alike stay apart.
 */
export function fit(name: string, limit: number): string {
  if (name.length <= limit) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return `${name.slice(0, limit - hash.length - 1)}-${hash}`;
}

/** Names for the given prefix and stack. */
export function namer(prefix: string, stack: string): Namer {
  // A stack's name may hold dots, which SQS and Lambda refuse.
  const start = `${prefix}-${stack}`.replace(/[^A-Za-z0-9_-]/g, "-");
  return (kind, part) => fit(`${start}-${part}`, nameLimits[kind]);
}
