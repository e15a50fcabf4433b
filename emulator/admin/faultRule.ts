import { validateHeaderName, validateHeaderValue } from "node:http";

import * as z from "zod";

function passes(check: () => void): boolean {
  try {
    check();
    return true;
  } catch {
    return false;
  }
}

/** Node.js cannot send every header; the rule is rejected instead of the response. */
const header = {
  name: z
    .string()
    .refine((name) => passes(() => validateHeaderName(name)), "this is not a valid header name"),
  value: z
    .string()
    .refine(
      (value) => passes(() => validateHeaderValue("x", value)),
      "this is not a valid header value",
    ),
};

const probability = z.number().min(0).max(1);

/**
 * A fault to inject, as `POST /_emulator/faults` takes it. Example, the third POST of a dataflow is
 * processed but gets 503:
 * `{"match":{"method":"POST","path":"/data/foundation/flowservice/flows","nth":3},"do":{"status":503,"afterWork":true}}`
 */
export const faultRule = z.strictObject({
  /** Which requests. A request must match every key that is given; without any key each request matches. */
  match: z
    .strictObject({
      method: z.string().toUpperCase().optional(),
      /** Path without query; `*` stands for any text. As received, so `%2F` stays. */
      path: z.string().optional(),
      /** Only this matching request, counted from 1. */
      nth: z.int().min(1).optional(),
      /** Every n-th matching request. */
      every: z.int().min(1).optional(),
      /** Each matching request, with this probability from 0 to 1. */
      probability: probability.optional(),
    })
    .default({}),
  /** The rule fires at most this many times. Default: no limit (with `nth`: once). */
  times: z.int().min(1).optional(),
  /** Seed of `probability` and of the fraction in `failMessages`, so that a run can be repeated. Default 1. */
  seed: z.int().default(1),
  do: z
    .strictObject({
      /** Waits before the work, which is done even if the client has gone meanwhile. Milliseconds. */
      delayMs: z.number().min(0).max(600_000).optional(),
      /** Status of the response, in place of the real one. */
      status: z.int().min(200).max(599).optional(),
      /** Body of that response: a string as it is, anything else as JSON. Default: an error in the gateway's envelope, marked as made up. */
      body: z.unknown().optional(),
      headers: z.record(header.name, header.value).optional(),
      /** Processes the request first and then sends the fault, so that the caller cannot know whether it was processed. */
      afterWork: z.boolean().optional(),
      /** Sends no response; the connection stays open until the caller closes it. */
      hang: z.boolean().optional(),
      /** Resets the connection and sends no response. */
      reset: z.boolean().optional(),
      /** Sends the headers of the real response and half of its body, then closes the connection. */
      cut: z.boolean().optional(),
      /** Rejects some messages of a batch: those at `indexes`, or each with probability `fraction`. */
      failMessages: z
        .strictObject({
          indexes: z.array(z.int().min(0)).optional(),
          fraction: probability.optional(),
          statusCode: z.int().default(400),
          /** Default: a text of the emulator's own, marked as made up. */
          message: z.string().optional(),
        })
        .optional(),
      /** Makes every token issued so far invalid before the request is processed. */
      expireTokens: z.boolean().optional(),
      /** Treats the request's If-Match as stale: 412. Does nothing to a request without one. */
      staleEtag: z.boolean().optional(),
    })
    .refine((action) => Object.keys(action).length > 0, "`do` is empty: it must say what happens"),
});

/** A rule as `POST /_emulator/faults` takes it. */
export type FaultRuleInput = z.input<typeof faultRule>;
/** A rule with its defaults filled in. */
export type FaultRule = z.output<typeof faultRule>;
export type FaultAction = FaultRule["do"];

/** Issues of invalid rules that are shown; the others are counted. */
const maxIssues = 10;

/** The rules with their defaults filled in; a string that says what is wrong when one is not valid. */
export function faultRulesOf(sent: readonly unknown[]): readonly FaultRule[] | string {
  const parsed = z.array(faultRule).safeParse(sent);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const first = z.prettifyError({ issues: issues.slice(0, maxIssues) });
  return issues.length > maxIssues ? `${first}\nand ${issues.length - maxIssues} more` : first;
}
