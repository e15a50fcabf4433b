import { createHash } from "node:crypto";

/** Longest name of each kind of AWS object, in characters (AWS service quotas). */
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

/** Returns a physical name of a stack: `<prefix>-<stack>-<part>`. */
export type Namer = (kind: keyof typeof nameLimits, part: string) => string;

/** Truncates a name to a limit. The start of its hash keeps two long names apart that begin alike. */
export function fit(name: string, limit: number): string {
  if (name.length <= limit) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return `${name.slice(0, limit - hash.length - 1)}-${hash}`;
}

/** The physical names for a prefix and a stack. */
export function namer(prefix: string, stack: string): Namer {
  // A stack's name may contain dots, which SQS and Lambda reject.
  const start = `${prefix}-${stack}`.replace(/[^A-Za-z0-9_-]/g, "-");
  return (kind, part) => fit(`${start}-${part}`, nameLimits[kind]);
}
