import { validateHeaderName, validateHeaderValue } from "node:http";
import { z } from "zod";

const accepted = (check: () => void): boolean => {
  try {
    check();
    return true;
  } catch {
    return false;
  }
};

/** What Node.js would refuse to send must be refused before. */
const header = {
  name: z
    .string()
    .refine((name) => accepted(() => validateHeaderName(name)), "this is no name of a header"),
  value: z
    .string()
    .refine((value) => accepted(() => validateHeaderValue("x", value)), "no header can hold this"),
};

const percent = z.number().min(0).max(1);

/**
 * A fault on demand, as `POST /_emulator/faults` takes it. Example, the third POST of a dataflow is
 * done but answered 503:
 * `{"match":{"method":"POST","path":"/data/foundation/flowservice/flows","nth":3},"do":{"status":503,"afterWork":true}}`
 */
export const faultRule = z.strictObject({
  /** Which requests. All that is given must fit; with nothing given every request does. */
  match: z
    .strictObject({
      method: z.string().toUpperCase().optional(),
      /** Path without query; `*` stands for any text. As received, so `%2F` stays. */
      path: z.string().optional(),
      /** Only this matching request, counted from 1. */
      nth: z.int().min(1).optional(),
      /** Every n-th matching request. */
      every: z.int().min(1).optional(),
      /** Hits each matching request with this probability. */
      probability: percent.optional(),
    })
    .default({}),
  /** Fires at most so often; then the rule rests. Default: no limit (with `nth`: once). */
  times: z.int().min(1).optional(),
  /** Seed of `probability` and of the fraction in `failMessages`, so that a run can be repeated. Default 1. */
  seed: z.int().default(1),
  do: z
    .strictObject({
      /** Waits before anything else. Milliseconds. */
      delayMs: z.number().min(0).max(600_000).optional(),
      /** Answers with this status in place of the real one. */
      status: z.int().min(200).max(599).optional(),
      /** Body of that answer: text as it is, anything else as JSON. Default: an error of the gateway's form. */
      body: z.unknown().optional(),
      headers: z.record(header.name, header.value).optional(),
      /** Does the work first and only then answers wrongly, resets, cuts or hangs: the ambiguous request. */
      afterWork: z.boolean().optional(),
      /** Never answers; the connection stays open until the caller gives up. */
      hang: z.boolean().optional(),
      /** Closes the connection with a reset and no answer. */
      reset: z.boolean().optional(),
      /** Sends the headers of the real answer and half its body, then closes. */
      cut: z.boolean().optional(),
      /** Refuses some messages of a batch: those at `indexes`, or each with probability `fraction`. */
      failMessages: z
        .strictObject({
          indexes: z.array(z.int().min(0)).optional(),
          fraction: percent.optional(),
          statusCode: z.int().default(400),
          message: z.string().default("Injected fault"),
        })
        .optional(),
      /** Makes every token issued so far invalid before the request is looked at. */
      expireTokens: z.boolean().optional(),
      /** Treats the request's If-Match as stale: 412. A request without one goes its way. */
      staleEtag: z.boolean().optional(),
    })
    .refine((action) => Object.keys(action).length > 0, "`do` is empty: it must say what happens"),
});

/** A rule as `POST /_emulator/faults` takes it. */
export type FaultRuleInput = z.input<typeof faultRule>;
/** A rule with its defaults filled in. */
export type FaultRule = z.output<typeof faultRule>;
export type FaultAction = FaultRule["do"];

/** The rules as they were sent, defaults filled in; a text says what is wrong with them. */
export const faultRulesOf = (sent: readonly unknown[]): readonly FaultRule[] | string => {
  const parsed = z.array(faultRule).safeParse(sent);
  return parsed.success ? parsed.data : z.prettifyError(parsed.error);
};
