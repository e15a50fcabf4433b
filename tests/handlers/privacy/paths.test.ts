import { chatlioSender } from "../../../handlers/forwarder/chatlioSender";
import { Forwarder } from "../../../handlers/forwarder/forwarder";
import { secretStore } from "../../../handlers/forwarder/inletStore";
import { forwarderSettings } from "../../../handlers/forwarder/settings";
import { privacyCategories, type PrivacyAction } from "../../../handlers/model";
import { applyPrivacy } from "../../../handlers/privacy";
import { createReceiver } from "../../../handlers/receiver/handler";
import { saltsOf } from "../../../handlers/receiver/salts";
import { httpFetch as fetch } from "../../../handlers/shared/httpFetch";
import { log } from "../../../handlers/shared/log";
import { EmfMeter } from "../../../handlers/shared/metrics";
import { sqsQueue } from "../../../handlers/shared/queue";
import { startAwsServer, type AwsServer } from "../support/awsServer";
import { captureOutput, lambdaEnvironment } from "../support/environment";
import { invocation, webhook } from "../support/events";
import { json, startInlet, takes, type Responder, type Inlet } from "../support/inlet";
import { batch, record } from "../support/messages";
import { PATIENT, receiverSettingsOf, token } from "../support/settings";

const NOW = Date.parse("2026-11-23T10:05:00.000Z");

/** One mark in every place where something personal can stand. */
function mark(place: string) {
  return `MARK${place}`;
}
const email = `${mark("mail")}@marked.example`;

const visitor = {
  email,
  UUID: "5f0c2b1e-7a44-4d3b-9c1d-2e8f6a90b7d3",
  name: mark("name"),
  identTraits: JSON.stringify({ [mark("key")]: { deep: [mark("trait"), email] } }),
  handle: mark("handle"),
  currentPage: `https://a.example/${mark("page")}?e=${encodeURIComponent(email)}`,
  referrerURL: `https://a.example/${mark("referrer")}`,
  IPAddress: "203.0.113.99",
  location: mark("location"),
};

const payloads: Record<string, object> = {
  "conversation-started": { visitor, message: `${mark("text")} ${email}` },
  "visitor-unanswered": { visitor, message: mark("text"), [mark("unknown")]: mark("value") },
  "feedback-left": { visitor: { ...visitor, identTraits: `{"${mark("broken")}` }, message: "x" },
  "offline-message": {
    name: mark("name"),
    email,
    emailPretty: `"${mark("name")}" <${email}>`,
    message: mark("text"),
    visitor,
  },
  "transcript-exported": {
    agentEmail: `${mark("agent")}@marked.example`,
    agentName: mark("agent"),
    archiveUrl: `https://a.example/${mark("archive")}`,
    extraData: [mark("word")],
    htmlBody: `<p>${mark("html")} ${email}</p>`,
    textBody: `${mark("text")} ${mark("name")} ${email} 203.0.113.99`,
    messages: [
      { text: mark("text"), username: mark("name"), isVisitorMsg: true },
      { text: mark("text"), username: mark("agent"), userId: mark("slack"), isVisitorMsg: false },
    ],
    visitorEmail: email,
    replyToEmail: email,
    visitorName: mark("name"),
    visitorTraits: { current_page: `https://a.example/${mark("page")}`, a: mark("trait") },
  },
};

function found(text: string) {
  return [...new Set(text.match(/MARK\w+|203\.0\.113\.99/gi) ?? [])];
}

let aws: AwsServer;
let inlet: Inlet;
let restore: () => void;
let output: ReturnType<typeof captureOutput>;

beforeEach(async () => {
  [aws, inlet] = await Promise.all([startAwsServer(), startInlet()]);
  restore = lambdaEnvironment(aws);
  output = captureOutput();
  aws.secrets.set("v1", JSON.stringify({ inletUrl: inlet.url, flowId: "flow-1" }));
});

afterEach(async () => {
  output.stop();
  restore();
  await Promise.all([inlet.close(), aws.close()]);
});

const common = { applyPrivacy, log, meter: new EmfMeter("ChatlioAep"), now: () => NOW };
function queueUrls() {
  return {
    queueUrl: `${aws.url}/0/events`,
    deadLetterQueueUrl: `${aws.url}/0/dead`,
  };
}

function receiver(action: PrivacyAction) {
  const privacy = Object.fromEntries(privacyCategories.map((category) => [category, action]));
  const transcript = { htmlBody: true };
  const settings = receiverSettingsOf({ ...queueUrls(), privacy, transcript });
  const readSalts = saltsOf(settings);
  return createReceiver({ ...common, settings, readSalts, queue: sqsQueue(PATIENT) });
}

function forwarder() {
  const settings = forwarderSettings.parse({
    ...queueUrls(),
    inletSecretArn: "arn",
    inletSecretVersionId: "v1",
    maxReceiveCount: 2,
    delivery: { requestTimeoutMs: 150 },
  });
  return new Forwarder({
    ...common,
    settings,
    queue: sqsQueue(PATIENT),
    inlet: secretStore(settings, () => NOW),
    makeSender: (secret) => chatlioSender(secret, fetch),
    random: () => 0.5,
  });
}

/** Sends all five through the receiver and what is then in the queue through the forwarder. */
async function sendAll(
  action: PrivacyAction,
  responder: Responder,
  receives = 1,
): Promise<unknown> {
  for (const [event, payload] of Object.entries(payloads)) {
    const request = webhook({ path: `/chatlio/main/${event}`, body: JSON.stringify(payload) });
    expect((await receiver(action)(request, invocation())).statusCode).toBe(202);
  }
  inlet.respond = responder;
  const records = aws.sent.map(({ body }, index) => record(`m${index}`, body, receives));
  return forwarder()
    .handle(batch(...records), invocation(60_000))
    .catch(String);
}

const responders: readonly (readonly [string, Responder])[] = [
  ["taken", takes],
  [
    "refused",
    (posted, response) => json(response, 400, { title: posted.body, detail: posted.body }),
  ],
  ["down", (posted, response) => json(response, 503, { message: posted.body })],
  ["reset", (_, response) => response.destroy()],
  ["hanging", () => undefined],
];

describe("marked values, with everything dropped or hashed", () => {
  for (const action of ["drop", "hash"] as const)
    it.each(responders)(
      `(${action}) are nowhere when the streaming endpoint is %s`,
      async (_, responder) => {
        for (const receives of [1, 2]) {
          const thrown = JSON.stringify(await sendAll(action, responder, receives));
          const rows = inlet.posted.map(({ body }) => body).join();
          const queues = aws.sent.map(({ body }) => body).join();
          expect(inlet.posted.length).toBeGreaterThan(0);
          expect(found(`${rows}${queues}${thrown}${output.text()}`)).toEqual([]);
        }
      },
    );
});

describe("marked values, with everything kept", () => {
  it.each(responders)(
    "are in the row and in no log or metric when the streaming endpoint is %s",
    async (_, responder) => {
      const thrown = JSON.stringify(await sendAll("keep", responder, 2));
      expect(found(inlet.posted.map(({ body }) => body).join()).length).toBeGreaterThan(10);
      expect(found(thrown + output.text())).toEqual([]);
    },
  );

  it("are in no log or metric when the receiver fails or quarantines", async () => {
    const send = (options: Parameters<typeof webhook>[0]) =>
      receiver("keep")(webhook(options), invocation(2_000));
    const body = JSON.stringify(payloads["feedback-left"]);
    const path = `/chatlio/main/${mark("path")}`;
    await send({ body, path });
    await send({ body: body.slice(1) });
    await send({ body, query: `token=${mark("token")}` });
    aws.behave("SendMessage", "rejects");
    expect((await send({ body })).statusCode).toBe(503);
    aws.behave("SendMessage", "fails");
    expect((await send({ body })).statusCode).toBe(503);
    expect(found(output.text())).toEqual([]);
    expect(output.text()).not.toContain(token);
  });

  it("are in the dead-letter queue only as raw bodies that could not be read", async () => {
    const request = webhook({ body: `${mark("raw")} no json` });
    await receiver("drop")(request, invocation());
    expect(found(JSON.stringify(aws.sentTo("dead")))).toEqual(["MARKraw"]);
    expect(aws.sentTo("dead")).toMatchObject([{ kind: "raw", reason: "not-json" }]);
  });
});
