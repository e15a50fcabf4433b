import { plain } from "./text";

/** What a call does, as the message says it: `create dataset "Chatlio events"`. */
export interface Action {
  /** A verb: `create`, `read`, `look up`, … */
  readonly verb: string;
  /** What kind of thing: `dataset`, `dataflow`, … */
  readonly kind: string;
  /** Its name or id, when there is one. */
  readonly name?: string | undefined;
  /** The request: method and path, without the query. */
  readonly call?: string | undefined;
}

/** Why a call failed, as far as Adobe's response says. */
export interface AdobeErrorDetails extends Action {
  /** HTTP status; undefined when there was no response at all. */
  readonly status?: number | undefined;
  /** Adobe's own code, as `XDM-1521-400` or `403025`. */
  readonly code?: string | undefined;
  /** What Adobe wrote, shortened and without anything secret. */
  readonly reason: string;
  /** The id to quote to Adobe's support. */
  readonly requestId?: string | undefined;
  /** What to check or do. */
  readonly hint?: string | undefined;
  /**
   * The request may have been carried out although no usable response arrived: a timeout, a reset, a 502,
   * 503 or 504. Look the object up before you try again.
   */
  readonly ambiguous?: boolean;
  /** The object does not exist: this is neither a missing permission nor another sandbox. */
  readonly notFound?: boolean;
}

/** A call to Adobe that failed, in one shape for all of Adobe's services. */
export class AdobeError extends Error {
  override readonly name = "AdobeError";

  constructor(
    readonly details: AdobeErrorDetails,
    options?: ErrorOptions,
  ) {
    super(describe(details), options);
  }
}

function describe(details: AdobeErrorDetails): string {
  const { verb, kind, name, call, status, code, reason, requestId, hint } = details;
  const object = `${kind}${name === undefined ? "" : ` "${plain(name)}"`}`;
  const what = `${verb} ${object}${call === undefined ? "" : ` (${call})`}`;
  const response = [status, code].filter((part) => part !== undefined).join(" ");
  return sentences(
    `cannot ${what}: ${response === "" ? "" : `Adobe responded ${response}: `}${reason}`,
    requestId === undefined ? undefined : `Request id ${requestId}`,
    hint,
  );
}

/** Joins texts as sentences, each with exactly one full stop. */
export function sentences(...texts: readonly (string | undefined)[]): string {
  return texts
    .map((text) => text?.trim() ?? "")
    .filter((text) => text !== "")
    .map((text) => (/[.!?]$/.test(text) ? text : `${text}.`))
    .join(" ");
}
