import { readEnvelope } from "../../adobe/client/envelopes";

/** Codes as Adobe's services have them. Anything else might be a text about the organization. */
const pattern = /^(?:(?:[A-Z]{2,8}-)?\d{2,5}-\d{3}|\d{5,6})$/;

/** Adobe's code in an error response; undefined when there is none in a form that is known. */
export function codeOf(body: unknown, text: string): string | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  const { code } = readEnvelope(body, text, (one, max = 200) => one.slice(0, max));
  return code !== undefined && pattern.test(code) ? code : undefined;
}
