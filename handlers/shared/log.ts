/** Fields of a log line: names, counts and ids; never a payload, a token or a URL. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

export type Log = (level: "INFO" | "WARN" | "ERROR", message: string, fields?: LogFields) => void;

/**
 * Writes one JSON object per line to standard output. Lambda sends it to CloudWatch, and filters by `level`
 * only lines whose `timestamp` it can read (AWS Lambda, log-level filtering).
 */
export const log: Log = (level, message, fields = {}) => {
  const line = { timestamp: new Date().toISOString(), level, message, ...fields };
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

/** Names and codes of errors are shorter. */
const MAX_NAME = 100;

/** The name or code of an error as another system gave it, without what a log line should not have: length, control characters. */
export function shortName(name: string): string {
  return name.slice(0, MAX_NAME).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "");
}

/**
 * What a log line may say about an error: its name and code. The message may quote a payload, and
 * messages of an SDK quote URLs.
 */
export function errorName(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const code = (error as { code?: unknown }).code;
  const name = shortName(error.name);
  return typeof code === "string" ? `${name} ${shortName(code)}` : name;
}
