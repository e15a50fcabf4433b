import { madeUpHeader, madeUpPart, type ErrorKind } from "../../../emulator/common/apiError";
import { isObject, objectOf, stringOf, textOf } from "../../../emulator/common/json";
import { gatewayErrors } from "../../../emulator/server/gateway";
import { adobeServices } from "../../../emulator/services";

/** All errors that the emulator has, of the gateway and of each service. */
export const errorKinds: readonly ErrorKind[] = [
  gatewayErrors,
  ...adobeServices.map((one) => one.errors),
].flatMap((table) => Object.values<ErrorKind>(table));

/** Codes as Adobe's services have them in bodies: in a problem type, in a report, in OAuth's `error`. */
function codeOf(body: unknown): string | undefined {
  if (!isObject(body)) return undefined;
  const report = stringOf(objectOf(body["report"])["code"]);
  const type = /\/errors\/([^/]+)$/.exec(textOf(body["type"]))?.[1];
  const number = body["error_code"];
  const policy = /^PES-\d{3}$/.exec(textOf(body["code"]))?.[0];
  return (
    report ?? type ?? policy ?? (number === undefined ? stringOf(body["error"]) : textOf(number))
  );
}

/** The kinds that have a code as a body shows it: Data Prep's are part of a longer one there. */
function kindsOf(code: string, status: number): readonly ErrorKind[] {
  return errorKinds.filter(
    (kind) => kind.code === code || `DATAPREP-${kind.code}-${status}` === code,
  );
}

/** The errors in a body: the body itself, or those of the requests of a multi-request. */
function errorsIn(status: number, body: unknown): readonly (readonly [number, unknown])[] {
  if (status >= 400) return [[status, body]];
  if (!Array.isArray(body)) return [];
  return body.flatMap((item: unknown) => {
    const { code, body: inner } = objectOf(item);
    return typeof code === "number" && code >= 400 ? [[code, inner] as const] : [];
  });
}

/** Texts of a streaming endpoint that stand in a document of Adobe's, or that people saw, without the ids before them. */
const inletTexts: readonly string[] = [
  "Message has unknown xdm format",
  "Message has an absent or wrong ims org in the header",
  "Schema for the datasetId from catalog does not match the message",
  "Ims service token is empty",
  "Message is invalid",
];

/** Whether a text of a streaming endpoint is the emulator's own. A rule's text for a message is not: a person wrote it. */
function isOwnInletText(text: string): boolean {
  const [, told] = /^(?:inletId: )?\[[^\]]*\] (?:imsOrgId: \[[^\]]*\] )?(.*)$/su.exec(text) ?? [];
  return told === undefined ? text === "Injected fault" : !inletTexts.includes(told);
}

/**
 * Whether an error in the body has no code, and a text that is the emulator's own: of a streaming endpoint by its text,
 * of any other service by its title in the table of errors.
 */
function hasOwnText(status: number, body: unknown): boolean {
  const { type, title, report, responses, message, errorType } = objectOf(body);
  if (status === 207 && Array.isArray(responses)) {
    return responses.some((item) => isOwnInletText(textOf(objectOf(item)["message"] ?? "")));
  }
  if (status < 400 || codeOf(body) !== undefined) return false;
  if (textOf(type ?? "").includes("data-collection-service")) {
    return isOwnInletText(textOf(objectOf(report)["message"]));
  }
  // An error of Query Service has no title of its own: its text begins with that of the table.
  const shown = errorType === undefined ? title : textOf(message ?? "").split(": ")[0];
  return errorKinds.some((kind) => {
    return kind.title === shown && kind.status === status && madeUpPart(kind) === "text";
  });
}

/**
 * What is wrong with the codes of a response of one of Adobe's services: a code that stands in no table, or a header
 * that does not say what the table says. Empty when nothing is.
 */
export function codeProblems(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: unknown,
): readonly string[] {
  const header = headers[madeUpHeader];
  const errors = errorsIn(status, body).flatMap(([one, inner]) => {
    const code = codeOf(inner);
    return code === undefined || code === "" ? [] : [{ code, kinds: kindsOf(code, one) }];
  });
  const unknown = errors.filter(({ kinds }) => kinds.length === 0).map(({ code }) => code);
  const parts = errors.flatMap(({ kinds }) => kinds.map(madeUpPart));
  const records = JSON.stringify(body ?? "").match(/\bDCVS-\d{4}-\d{3}\b/g) ?? [];
  const strange = records.filter((code) => kindsOf(code, 400).length === 0);
  // Of a record that was rejected at once, or that is in a file of a failed batch or a run; of a mapping tried out.
  const hasReason =
    /_streamingValidation|_errors|"exception":|"validationStatus":"failed"|"errors":\[\{/.test(
      JSON.stringify(body ?? ""),
    );
  const isOwn = hasOwnText(status, body);
  const isExpected = header === "text" ? isOwn || hasReason : parts.some((part) => part === header);
  return [
    ...[...unknown, ...strange].map((code) => `${code} is in no table of errors`),
    ...(header === undefined || isExpected
      ? []
      : [`${madeUpHeader}: ${header} without such an error`]),
    ...(isOwn && header !== "text" ? [`a text of the emulator's own without ${madeUpHeader}`] : []),
    ...(errors.length === 0 || header !== undefined || parts.includes(undefined)
      ? []
      : [`${errors.map(({ code }) => code).join(", ")} without ${madeUpHeader}`]),
  ];
}
