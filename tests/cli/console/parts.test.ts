import { alarmIds } from "../../../cli/console/alarms";
import { ingestedOf } from "../../../cli/console/batches";
import { differencesOf } from "../../../cli/console/drift";
import { Part } from "../../../cli/console/part";
import { RedrivePlans } from "../../../cli/console/redrivePlans";
import { stateOf, type RelayReadings } from "../../../cli/console/state";
import { UserError } from "../../../cli/userError";
import { alarmsOf } from "../../../infra/relay/alarms";
import { values } from "../../infra/configuration";

test("looks at each alarm that the program can have", () => {
  const config = { "chatlio-aep:alarms": JSON.stringify({ noEvents: "24h" }) };
  const thresholds = values(config)["chatlio-aep:alarms"];
  const sources = {
    namespace: "chatlio-aep/prod",
    queue: "events",
    deadLetterQueue: "dead",
    undeliveredQueue: "undelivered",
    receiver: "receiver",
    forwarder: "forwarder",
    keeper: "keeper",
    apiId: "api",
    linksTranscripts: false,
    reconciler: { name: "reconciler", everyHours: 6, compares: true },
  };
  expect(
    alarmsOf(sources, thresholds)
      .map(({ id }) => id)
      .sort(),
  ).toEqual([...alarmIds].sort());
});

test("counts the rows of complete batches by the minute in which they were opened", () => {
  const since = Date.parse("2026-11-29T10:00:00Z");
  const at = (minute: number) => since + minute * 60_000;
  const { minutes, ...sums } = ingestedOf(
    [
      { id: "a", status: "success", created: at(0), recordCount: 3 },
      { id: "b", status: "success", created: at(59.5), recordCount: 2, failedRecordCount: 1 },
      { id: "c", status: "failed", created: at(10), recordCount: 7, failedRecordCount: 7 },
      { id: "d", status: "loading", created: at(20) },
      { id: "e", status: "aborted", created: at(30) },
    ],
    since,
  );
  expect(sums).toEqual({ rows: 5, rejected: 8, open: 1, lastAt: "2026-11-29T10:59:30.000Z" });
  expect([minutes[0], minutes[59], minutes.length]).toEqual([3, 2, 60]);
});

test("lists what an update would change, with the properties and without their values", () => {
  const urn = (name: string) => `urn:pulumi:s::p::a:b:C$aws:sqs/queue:Queue::${name}`;
  const found = differencesOf({
    steps: [
      { op: "same", urn: urn("same") },
      { op: "refresh", urn: urn("refreshed") },
      { op: "create", urn: urn("gone"), newState: { inputs: { secret: "value" } } },
      {
        op: "update",
        urn: urn("changed"),
        diffReasons: ["tags"],
        detailedDiff: { tags: {}, name: {} },
      },
    ],
  });
  expect(found).toEqual([
    { op: "create", name: "gone", type: "aws:sqs/queue:Queue", properties: [] },
    { op: "update", name: "changed", type: "aws:sqs/queue:Queue", properties: ["tags", "name"] },
  ]);
  expect(differencesOf({})).toEqual([]);
});

test("a part is read again only when it has become old, and once at a time", async () => {
  let [now, reads] = [0, 0];
  const part = new Part(
    10,
    () => Promise.resolve((reads += 1)),
    () => now,
  );
  expect(part.reading).toEqual({});
  await Promise.all([part.refresh(), part.refresh()]);
  await part.refresh();
  expect(part.reading).toEqual({ read: { ok: true, value: 1 }, at: "1970-01-01T00:00:00.000Z" });
  now = 10;
  await part.refresh();
  part.expire();
  await part.refresh();
  expect(reads).toBe(3);
});

test("a part that cannot be read says why, and a bug is not hidden", async () => {
  const part = new Part(0, () => Promise.reject(new UserError("Log in again.")));
  await part.refresh();
  expect(part.reading.read).toEqual({ ok: false, problem: "Log in again." });
  await expect(new Part(0, () => Promise.reject(new TypeError("bug"))).refresh()).rejects.toThrow(
    "bug",
  );
});

test("a redrive needs a dry run of the last ten minutes, and uses it up", () => {
  let now = 0;
  const plans = new RedrivePlans(() => now);
  const { id } = plans.add({ sent: ["m"], kept: [], missing: [] });
  expect(plans.take(id).sent).toEqual(["m"]);
  expect(() => plans.take(id)).toThrow(UserError);
  const old = plans.add({ sent: ["m"], kept: [], missing: [] });
  now = 10 * 60_000 + 1;
  expect(() => plans.take(old.id)).toThrow("over ten minutes old");
});

test("what was sent again is forgotten with the lines of the logs, and not earlier", () => {
  const unread = {};
  const now = Date.parse("2026-11-29T12:00:00Z");
  const eventsSent = (minutesAgo: number) => {
    const timestamp = new Date(now - minutesAgo * 60_000).toISOString();
    const line = { timestamp, message: "sent again", requestId: "r", event: "feedback-left" };
    const relay: RelayReadings = {
      ...{ alarms: unread, deadLetters: unread, latest: unread, hourly: unread },
      ...{ queue: unread, settings: unread },
      lines: { read: { ok: true, value: { lines: [] } } },
      sentAgain: [{ stage: "operator", line }],
    };
    const flowIds = { relay: "flow" };
    const deployed = { name: "prod", datasetId: "d", flowIds, relay: undefined };
    const others = { dataflows: unread, ingested: unread, drift: { running: false } };
    return stateOf({ deployed, ...others, relay }, now).events;
  };
  expect(eventsSent(59)).toMatchObject([{ requestId: "r", place: "queue" }]);
  expect(eventsSent(61)).toEqual([]);
});
