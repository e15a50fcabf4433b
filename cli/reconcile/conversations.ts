import * as z from "zod";

import { DAY_MS } from "../../adobe/client/timeUnits";
import {
  ChatlioError,
  readConversations,
  type ChatlioQuery,
} from "../../handlers/comparison/chatlio";
import type { Conversation } from "../../handlers/comparison/chatlioResponse";
import { DEFAULT_CHATLIO_URL } from "../../handlers/reconciler/settings";
import { conversationKey } from "../../handlers/shared/conversationKey";
import { withAwsErrors } from "../awsErrors";
import { readReceiverConfiguration } from "../deployedSettings";
import { logGroupsOf, MAX_LINES, readLog, type LogLine } from "../functionLogs";
import { readStackConfiguration } from "../stackConfiguration";
import { regionOf, type StackOptions, type StackOutputs } from "../stackOutputs";
import { UserError } from "../userError";

/** The conversations that go on at Chatlio, next to the `conversation-started` events received. */
export interface ConversationCheck {
  /** Conversations that Chatlio lists: those that go on now. */
  readonly ongoing?: number;
  /** Those of them that began in the time for which there is a log. */
  readonly compared?: number;
  /** Conversations for which no `conversation-started` came. */
  readonly missing?: readonly { readonly id: string; readonly startedAt?: string }[];
  /** Why nothing was compared. */
  readonly problem?: string;
}

const EVENT = "conversation-started";

/** How far back the log is read: a conversation may go on for days. */
const LOG_DAYS = 7;

/** A webhook may still be on its way. */
const ON_ITS_WAY_MS = 5 * 60_000;

const needs =
  "lambda:GetFunctionConfiguration on the receiver, logs:StartQuery on its log group and logs:GetQueryResults";

/** How Chatlio is read, by the stack's configuration and the environment; undefined without a key. */
export async function readChatlioQuery(options: StackOptions): Promise<ChatlioQuery | undefined> {
  const { values } = await readStackConfiguration(options);
  const apiKey = values["chatlio-aep:chatlioApiKey"] ?? process.env["CHATLIO_API_KEY"];
  if (apiKey === undefined || apiKey === "") return undefined;
  const ids = values["chatlio-aep:chatlioWidgetIds"];
  const url = values["chatlio-aep:chatlioUrl"] ?? DEFAULT_CHATLIO_URL;
  return { apiKey, url, widgetIds: idsIn(ids) };
}

function idsIn(text = "[]"): readonly string[] {
  try {
    return z.array(z.string()).parse(JSON.parse(text));
  } catch {
    throw new UserError(
      "chatlio-aep:chatlioWidgetIds must be a list: `pulumi config set --path 'chatlio-aep:chatlioWidgetIds[0]' <id>`.",
    );
  }
}

/**
 * Compares. Chatlio is read first, so that a conversation that begins meanwhile is not missing. What Chatlio responds is
 * never a reason to fail: the check then says why it has compared nothing.
 *
 * @throws UserError when AWS rejects a request
 */
export async function checkConversations(
  relay: StackOutputs,
  query: ChatlioQuery,
): Promise<ConversationCheck> {
  try {
    const { events } = await withAwsErrors(needs, () => readReceiverConfiguration(relay));
    if (!events.includes(EVENT)) return { problem: `chatlio-aep:events does not have ${EVENT}.` };
    const conversations = await readConversations(query);
    const lines = await withAwsErrors(needs, () => readStarted(relay));
    return compareConversations(conversations, lines, Date.now());
  } catch (error) {
    if (error instanceof ChatlioError) return { problem: error.message };
    throw error;
  }
}

function readStarted(relay: StackOutputs): Promise<readonly LogLine[]> {
  return readLog(regionOf(relay), {
    group: logGroupsOf(relay).receiver,
    since: Date.now() - LOG_DAYS * DAY_MS,
    messages: ["accepted"],
    event: EVENT,
  });
}

/**
 * Looks for the conversations whose start no line of the receiver names.
 *
 * @param lines - the latest first
 */
export function compareConversations(
  conversations: readonly Conversation[],
  lines: readonly LogLine[],
  now: number,
): ConversationCheck {
  const received = new Set(lines.map(({ conversation }) => conversation));
  const since = comparableSince(lines, now);
  const compared = conversations.filter(
    ({ startedAt = since }) => startedAt >= since && startedAt <= now - ON_ITS_WAY_MS,
  );
  const missing = compared.filter(({ id }) => !received.has(conversationKey(id)));
  return {
    ongoing: conversations.length,
    compared: compared.length,
    missing: missing.map(({ id, startedAt }) => ({
      id,
      ...(startedAt !== undefined && { startedAt: new Date(startedAt).toISOString() }),
    })),
  };
}

/** From when on the log names every conversation. A receiver of an earlier release named none, and a query has a limit. */
function comparableSince(lines: readonly LogLine[], now: number): number {
  const unnamed = lines.find(({ conversation }) => conversation === undefined);
  const last = lines.length < MAX_LINES ? undefined : lines.at(-1);
  const times = [unnamed, last].flatMap((line) => line?.timestamp ?? []).map(Date.parse);
  return Math.max(now - LOG_DAYS * DAY_MS, ...times);
}
