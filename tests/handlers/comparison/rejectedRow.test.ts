import { readRejectedRow } from "../../../handlers/comparison/rejectedRow";
import type { ChatEvent } from "../../../handlers/model/chatEvent";
import { messageText } from "../support/messages";

const row = {
  _id: "e-1",
  eventType: "chatlio.feedbackLeft",
  timestamp: "2026-11-28T10:00:00.000Z",
};
const read = { batchId: "b-1", id: row._id, eventType: row.eventType, timestamp: row.timestamp };

// The forms that Adobe's documents show; nobody has seen the one of a mapped dataflow.
test.each([
  [
    "a list",
    { ...row, _errors: [{ code: "1401", message: "bad" }] },
    [{ code: "1401", message: "bad" }],
  ],
  [
    "an object of lists, with the row as it was posted",
    { body: { xdmEntity: row }, _errors: { _streamingValidation: [{ message: "no name" }] } },
    [{ message: "no name" }],
  ],
  [
    "a violation that holds others",
    {
      ...row,
      _errors: {
        _streamingValidation: [
          { message: "2 found", causingExceptions: [{ message: "a" }, { message: "b" }] },
        ],
      },
    },
    [{ message: "a" }, { message: "b" }],
  ],
  ["_validationErrors", { ...row, _validationErrors: [{ message: "c" }] }, [{ message: "c" }]],
  ["no text", { ...row, _errors: [{}] }, [{ message: "no reason given" }]],
])("reads reasons in %s", (_, line, errors) => {
  expect(readRejectedRow("b-1", line)).toEqual({ ...read, errors });
});

test("reads what the relay has posted when AEP did not map it", () => {
  const { body } = JSON.parse(messageText({ message: "hi" })) as { body: ChatEvent };
  expect(readRejectedRow("b-1", { ...body, _errors: [] })).toEqual({
    batchId: "b-1",
    id: body.id,
    requestId: body.relayRequestId,
    eventType: "chatlio.feedbackLeft",
    timestamp: body.occurredAt,
    errors: [],
  });
});

test("takes what Chatlio calls id in a payload of direct mode for no _id", () => {
  const payload = { id: "7", occurredAt: "now", message: "hi", _errors: [] };
  expect(readRejectedRow("b-1", payload)).toEqual({ batchId: "b-1", errors: [] });
});

test("a row without _id still has the request's id, below whatever tenant", () => {
  const line = { _acme: { chatlio: { relay: { requestId: "r-1" } } }, _errors: [] };
  expect(readRejectedRow("b-1", line)).toEqual({ batchId: "b-1", requestId: "r-1", errors: [] });
});

test.each([
  [{}],
  [{ _errors: 5, _id: 7, eventType: null }],
  [{ _errors: [null, "x", [1]], body: "text" }],
  [{ _corrupt_record: "{", _errors: {} }],
])("of a line without them it says nothing: %j", (line) => {
  expect(readRejectedRow("b-1", line)).toEqual({ batchId: "b-1", errors: [] });
});

test("keeps at most five reasons, each truncated", () => {
  const line = { _errors: Array.from({ length: 9 }, () => ({ message: "x".repeat(5_000) })) };
  const { errors } = readRejectedRow("b-1", line);
  expect(errors).toHaveLength(5);
  expect(errors[0]?.message).toHaveLength(1_000);
});
