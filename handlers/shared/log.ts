/** What may be said in a log line: names, counts and ids; never a payload, a token or a URL. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

export type Log = (level: "INFO" | "WARN" | "ERROR", message: string, fields?: LogFields) => void;

/** Writes one JSON object a line to standard output, from where Lambda takes it to CloudWatch. */
export const log: Log = (level, message, fields = {}) => {
  const line = { time: new Date().toISOString(), level, message, ...fields };
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

/**
 * What an error may say in a log: its name and code. Its message may quote what was sent, and an
 * SDK's messages quote URLs.
 */
export function errorName(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const code = (error as { code?: unknown }).code;
  return typeof code === "string" ? `${error.name} ${code}` : error.name;
}
