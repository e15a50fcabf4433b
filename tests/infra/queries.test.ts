import { readFileSync } from "node:fs";
import path from "node:path";

import { tables } from "../../infra/relay/dashboard/tables";
import { queryText, savedQueries, type SavedQuery } from "../../infra/relay/queries";
import { logLines, type Line } from "./logLines";
import { runProgram, type Run } from "./program";

const queryType = "aws:cloudwatch/queryDefinition:QueryDefinition";
const queries = Object.values(savedQueries) as readonly SavedQuery[];

function byTitle(query: SavedQuery): [string, SavedQuery] {
  return [query.title, query];
}

const onDashboard = tables.filter(({ title }) => !queries.some((query) => query.title === title));

let run: Run;
/** The fields of each log, and the messages of the functions' lines. */
let fields: Readonly<Record<keyof LogFields, ReadonlySet<string>>>;
let texts: ReadonlySet<unknown>;

interface LogFields {
  readonly api: unknown;
  readonly receiver: unknown;
  readonly forwarder: unknown;
  readonly keeper: unknown;
  readonly reconciler: unknown;
}

beforeAll(async () => {
  run = await runProgram();
  const { receiver, forwarder, keeper, reconciler } = await logLines();
  const { accessLogSettings } = run.one("aws:apigatewayv2/stage:Stage").inputs as {
    accessLogSettings: { format: string };
  };
  const ofLines = (lines: readonly object[]) => new Set(lines.flatMap((line) => Object.keys(line)));
  fields = {
    api: new Set(Object.keys(JSON.parse(accessLogSettings.format) as object)),
    receiver: ofLines(receiver),
    forwarder: ofLines(forwarder),
    keeper: ofLines(keeper),
    reconciler: ofLines(reconciler),
  };
  texts = new Set(
    [...receiver, ...forwarder, ...keeper, ...reconciler].map((line) => line["message"]),
  );
}, 60_000);

/** The names that a query reads: no keywords, functions, texts or names that it makes itself. */
function namesIn({ lines }: Pick<SavedQuery, "lines">): readonly string[] {
  const commands = lines.filter((line) => !line.startsWith("#")).join("\n");
  const made = [...commands.matchAll(/\bas (\w+)/g)].map(([, name]) => name);
  const words = commands.replaceAll(/"[^"]*"/g, "").match(/@?\b[a-z]\w*\b(?!\()/gi) ?? [];
  const language = "fields filter sort stats limit asc desc and or not in as by".split(" ");
  return [...new Set(words)].filter((word) => !language.includes(word) && !made.includes(word));
}

describe.each([...queries, ...onDashboard].map(byTitle))("%s", (_, query) => {
  it("reads only fields that its logs have", () => {
    const known = new Set(query.groups.flatMap((group) => [...fields[group]]));
    const names = namesIn(query).filter((name) => name !== "@timestamp");
    expect(names.length).toBeGreaterThan(1);
    expect(names.filter((name) => !known.has(name))).toEqual([]);
  });

  it("looks for messages that the functions write", () => {
    const [, compared = ""] = /filter message (?:=|in) (.*)/.exec(queryText(query)) ?? [];
    const looked = [...compared.matchAll(/"([^"]*)"/g)].map(([, text]) => text);
    expect(looked.filter((text) => !texts.has(text))).toEqual([]);
  });
});

test.each(queries.map(byTitle))("%s is deployed with its log groups", (title, query) => {
  const deployed = run
    .all(queryType)
    .find(({ inputs }) => inputs["name"] === `chatlio-aep-test/${title}`);
  const groups = {
    api: "/aws/vendedlogs/apigateway/chatlio-aep-test-webhooks",
    receiver: "/aws/lambda/chatlio-aep-test-receiver",
    forwarder: "/aws/lambda/chatlio-aep-test-forwarder",
    keeper: "/aws/lambda/chatlio-aep-test-keeper",
  };
  // The reconciler is off by default.
  const isThere = (group: string): group is keyof typeof groups => group in groups;
  expect(deployed?.inputs).toMatchObject({
    logGroupNames: query.groups.filter(isThere).map((group) => groups[group]),
    queryString: queryText(query),
  });
});

/** Whether the query about one event finds this line by that id, as Logs Insights would. */
function findsByThe(id: string, line: Line): boolean {
  const { lines } = savedQueries.event;
  const [, ...named] =
    lines.join("\n").match(/filter (\w+) = "PASTE-ID" or (\w+) = "PASTE-ID"/) ?? [];
  return named.some((field) => line[field] === id);
}

test("each line of a function about an event is found by either of its ids", async () => {
  const { receiver, ...later } = await logLines();
  const accepted = receiver.filter(({ message }) => message === "accepted");
  expect(accepted.length).toBeGreaterThan(0);
  const ofEvents = [...accepted, ...Object.values(later).flat()].filter(
    // A message that is not an envelope has no event.
    ({ event, requestId }) => event !== undefined && requestId !== "rejected",
  );
  const messages = new Set(ofEvents.map(({ message }) => message));
  for (const message of ["retry", "moved to the dead-letter queue", "kept", "row rejected by AEP"])
    expect(messages).toContain(message);
  for (const line of ofEvents) {
    const { id, requestId } = line;
    expect(line).toMatchObject({
      id: expect.any(String) as string,
      requestId: expect.any(String) as string,
    });
    expect([id, requestId].map((one) => findsByThe(String(one), line))).toEqual([true, true]);
  }
});

test("docs/logs.md names each field of the API's log, and no other", () => {
  const text = readFileSync(path.join(__dirname, "../../docs/logs.md"), "utf8");
  const [, section = ""] = text.split("## The API");
  const cells = [...section.matchAll(/^\| (`.*?) *\|/gm)].map(([, cell = ""]) => cell);
  const named = cells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, field]) => field));
  expect(named.sort()).toEqual([...fields.api].sort());
});

test("the documents name only queries that exist, and operating.md names all", () => {
  const read = (file: string) => readFileSync(path.join(__dirname, "../../docs", file), "utf8");
  const titles = queries.map(({ title }) => title);
  const named = [...read("runbooks.md").matchAll(/saved query\s+_([^_]*)_/g)];
  expect(named.length).toBeGreaterThan(3);
  expect(named.map(([, title = ""]) => title).filter((title) => !titles.includes(title))).toEqual(
    [],
  );
  for (const title of titles) expect(read("operating.md")).toContain(`_${title}_`);
});
