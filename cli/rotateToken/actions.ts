import { DAY_MS } from "../../adobe/client/timeUnits";
import { roughly } from "../ago";
import { withAwsErrors } from "../awsErrors";
import { readReceiverConfiguration } from "../deployedSettings";
import { withProgress } from "../progress";
import { readStackOutputs, type StackOptions } from "../stackOutputs";
import { table } from "../table";
import { print, printJson } from "../terminal";
import { latestBy, readLatestWebhooks } from "../tokenUse";
import { UsageError, UserError } from "../userError";
import { wrapped } from "../wrapped";
import { GO_ON, nextStep, reasonToKeep, statesOf, type TokenState } from "./step";
import { addToken, MAX_TOKENS, readTokens, removeToken, tokenId } from "./tokens";

/** The options of `chatlio-aep rotate-token`. */
export interface RotateOptions extends StackOptions {
  readonly add?: true;
  /** Id of the token to remove. */
  readonly remove?: string;
  readonly force?: true;
  /** How far back to look for the use of a token. */
  readonly days: number;
  readonly json?: true;
}

const permissions =
  "lambda:GetFunctionConfiguration on the receiver, logs:StartQuery on its log group and logs:GetQueryResults";

/** `rotate-token`: shows the tokens and the next step, or takes one. */
export async function rotateToken(options: RotateOptions): Promise<void> {
  if (options.add && options.remove !== undefined) {
    throw new UsageError("Give --add or --remove, not both: they are different steps.");
  }
  const stored = await readTokens(options);
  if (options.add) await add(options, stored);
  else if (options.remove !== undefined) await remove(options, stored, options.remove);
  else show(options, await read(options, stored), new Set(stored).size < stored.length);
}

async function read(
  options: RotateOptions,
  stored: readonly string[],
): Promise<readonly TokenState[]> {
  const outputs = await readStackOutputs(options);
  const since = Date.now() - options.days * DAY_MS;
  const [settings, lines] = await withProgress("Looking which tokens are in use", () =>
    withAwsErrors(permissions, () =>
      Promise.all([readReceiverConfiguration(outputs), readLatestWebhooks(outputs, since)]),
    ),
  );
  const latest = latestBy(lines, (line) => String(line["tokenId"]));
  const deployed = settings.tokens.map(({ id }) => id);
  return statesOf(idsOf(stored), deployed, latest);
}

/** Each once, in the order of the configuration. */
function idsOf(stored: readonly string[]): readonly string[] {
  return [...new Set(stored.map(tokenId))];
}

function show(
  { days, json }: RotateOptions,
  states: readonly TokenState[],
  isInterrupted: boolean,
): void {
  const next = isInterrupted ? GO_ON : nextStep(states, days, Date.now());
  if (json) {
    printJson({ tokens: states, next });
    return;
  }
  const lines = states.map(({ deployed, id, lastAt, place }) => [
    id,
    place === undefined ? "removed" : place === 1 ? "1, in the URLs" : String(place),
    deployed ? "yes" : "not yet",
    lastAt === undefined
      ? `not in ${days} d`
      : `${roughly((Date.now() - Date.parse(lastAt)) / 1_000)} ago`,
  ]);
  print(table([["TOKEN", "PLACE", "DEPLOYED", "LAST USED"], ...lines]));
  print(`\n${wrapped(next).join("\n")}\n`);
}

async function add(options: RotateOptions, stored: readonly string[]): Promise<void> {
  const count = new Set(stored).size;
  if (count >= MAX_TOKENS) {
    throw new UserError(
      `The stack has ${count} tokens, and more are not valid at once. Remove one first: \`chatlio-aep rotate-token\` shows which is not in use.`,
    );
  }
  const id = await addToken(options, stored);
  done(
    options,
    { added: id },
    `${id} is the new token. Run \`pulumi up\`, and paste the new URLs in Chatlio's dashboard (\`chatlio-aep webhooks --show\`). The old ones stay valid.`,
  );
}

async function remove(
  options: RotateOptions,
  stored: readonly string[],
  id: string,
): Promise<void> {
  const ids = idsOf(stored);
  // With --force nothing is looked up: somebody may have the token who must not.
  const states = options.force
    ? statesOf(ids, ids, new Map([[ids[0] ?? "", new Date().toISOString()]]))
    : await read(options, stored);
  const reason = reasonToKeep(states, id, options.days);
  if (reason !== undefined) throw ids.includes(id) ? new UserError(reason) : new UsageError(reason);
  const token = stored.find((one) => tokenId(one) === id) ?? "";
  await removeToken(options, stored, token);
  done(
    options,
    { removed: id },
    `${id} is removed from the configuration. Run \`pulumi up\`: then webhooks with it are rejected.`,
  );
}

function done({ json }: RotateOptions, result: object, text: string): void {
  if (json) printJson(result);
  else print(`${text}\n`);
}
