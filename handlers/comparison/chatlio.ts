import { exchange, ExchangeError, type Fetch } from "../../adobe/client/exchange";
import { conversationsIn, nextPageIn, type Conversation } from "./chatlioResponse";

/** How Chatlio's conversations are read. */
export interface ChatlioQuery {
  /** Origin of Chatlio's API. */
  readonly url: string;
  readonly apiKey: string;
  /** Chatlio's ids of the widgets. None: all of the account. */
  readonly widgetIds: readonly string[];
  /** Default: node-fetch. */
  readonly fetch?: Fetch;
}

/** Chatlio could not be read, or responded with something else than a list of conversations. */
export class ChatlioError extends Error {
  override readonly name = "ChatlioError";
}

const TIMEOUT_MS = 20_000;
const MAX_BYTES = 8 * 1024 * 1024;
const MAX_PAGES = 50;

/**
 * The conversations that are going on now: Chatlio's API has no others (chatlio.com/docs/api-server-v1,
 * `conversation_summary`). Visitors' data is not requested. The form of the response is documented nowhere in full, so
 * that {@link conversationsIn} takes any list in which each entry has an id.
 *
 * @throws ChatlioError that says what is wrong, without the key and without what Chatlio sent
 */
export async function readConversations(query: ChatlioQuery): Promise<readonly Conversation[]> {
  const found = new Map<string, Conversation>();
  for (const widget of query.widgetIds.length === 0 ? ["all"] : query.widgetIds)
    for (const one of await readWidget(widget, query)) found.set(one.id, one);
  return [...found.values()];
}

async function readWidget(widget: string, query: ChatlioQuery): Promise<Conversation[]> {
  const path = `/v1/api/chat_endpoints/${encodeURIComponent(widget)}/conversation_summary`;
  const all: Conversation[] = [];
  let url: URL | undefined = new URL(path, query.url);
  for (let page = 0; url !== undefined; page += 1) {
    if (page === MAX_PAGES) throw new ChatlioError(`Chatlio's list has over ${MAX_PAGES} pages.`);
    const { body, link } = await readPage(url, query);
    const conversations = conversationsIn(body);
    if (conversations === undefined)
      throw new ChatlioError(
        "Chatlio's response has no list of conversations that this release can read.",
      );
    all.push(...conversations);
    url = nextPage(nextPageIn(body, link), url);
  }
  return all;
}

/** The next page; undefined when there is none. The key goes to no other host. */
function nextPage(next: string | undefined, current: URL): URL | undefined {
  if (next === undefined || !URL.canParse(next, current.href)) return undefined;
  const url = new URL(next, current);
  if (url.origin !== current.origin)
    throw new ChatlioError("Chatlio's list goes on at another host, which does not get the key.");
  return url.href === current.href ? undefined : url;
}

async function readPage(url: URL, { apiKey, fetch }: ChatlioQuery) {
  const headers = { accept: "application/json", authorization: `Bearer ${apiKey}` };
  const request = {
    url,
    method: "GET",
    headers,
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_BYTES,
    fetch,
  };
  const reply = await exchange(request).catch((error: unknown) => {
    if (!(error instanceof ExchangeError)) throw error;
    throw new ChatlioError(`No response of Chatlio (${error.code ?? "the connection failed"}).`);
  });
  const { headers: head, problem, status, text } = reply;
  if (status === 401 || status === 403)
    throw new ChatlioError(
      `Chatlio rejected chatlio-aep:chatlioApiKey (${status}). Its dashboard shows the key: widget → Behavior.`,
    );
  if (status !== 200)
    throw new ChatlioError(
      status === 404
        ? "Chatlio does not know the widget (404): see chatlio-aep:chatlioWidgetIds."
        : `Chatlio responded with ${status}.`,
    );
  if (problem !== undefined) throw new ChatlioError("Chatlio's response could not be read whole.");
  try {
    return { body: JSON.parse(text) as unknown, link: head.get("link") };
  } catch {
    throw new ChatlioError("Chatlio's response is not JSON.");
  }
}
