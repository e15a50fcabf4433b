import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { ownerTag } from "../../infra/naming";
import { Creates } from "../../infra/relay/creates";
import { finders, leftoverOf, type AdoptionRules } from "../../infra/relay/leftover";
import { startServer } from "../adobe/support/httpServer";

const role = "aws:iam/role:Role";
const queue = "aws:sqs/queue:Queue";
const table = "aws:dynamodb/table:Table";

/** AWS has one object, of the given owner; the journal says whether the create of it was killed. */
function rules(
  owner: string | undefined,
  { completed = false, adoptExisting = false, killed = false } = {},
): AdoptionRules {
  const tags = owner === undefined ? {} : { [ownerTag]: owner };
  const find = (name: string) => Promise.resolve({ id: `id of ${name}`, tags });
  return {
    adoptExisting,
    hasCompleted: () => Promise.resolve(completed),
    creates: {
      isOpen: () => killed,
      wasKilled: ({ id }, scope) => killed && id === "id of one" && scope === "here",
    },
    scope: () => Promise.resolve("here"),
    finders: { [role]: find, [queue]: find },
  };
}

test.each([
  ["before a complete deployment", role, false],
  ["after one", role, true],
  ["after one", queue, true],
])("imports what a killed deployment has left, %s: %s", async (_what, type, completed) => {
  const resource = { type, name: "one", owner: "this" };
  expect(await leftoverOf(resource, rules("this", { completed, killed: true }))).toBe("id of one");
});

test.each<[string, AdoptionRules]>([
  ["of another stack", rules("another", { killed: true })],
  ["without an owner", rules(undefined, { killed: true })],
  // `pulumi state move` may have given it to another stack, or it belongs to a copy of this state.
  ["whose create was not killed here", rules("this")],
  ["of another stack, with adoptExisting", rules("another", { adoptExisting: true })],
])("does not import an object %s", async (_what, given) => {
  expect(await leftoverOf({ type: role, name: "one", owner: "this" }, given)).toBeUndefined();
});

test("with adoptExisting, imports also what has left the state in another way", async () => {
  const given = rules("this", { completed: true, adoptExisting: true });
  expect(await leftoverOf({ type: role, name: "one", owner: "this" }, given)).toBe("id of one");
});

test("with adoptExisting, a new stack imports a queue whoever has created it", async () => {
  const given = rules("another", { adoptExisting: true });
  const first = { type: queue, name: "one", owner: undefined };
  expect(await leftoverOf(first, given)).toBe("id of one");
  const later = rules("another", { adoptExisting: true, completed: true });
  expect(await leftoverOf({ ...first, owner: "this" }, later)).toBeUndefined();
});

test("does not look in the first preview of a stack, which could have left nothing", async () => {
  const find = jest.fn();
  const given = { ...rules("this"), finders: { [role]: find } };
  expect(await leftoverOf({ type: role, name: "one", owner: undefined }, given)).toBeUndefined();
  expect(find).not.toHaveBeenCalled();
});

test.each(["couldn't find resource", "AccessDenied: not authorized to perform: iam:GetRole"])(
  "creates the object when AWS responds: %s",
  async (message) => {
    const find = () => Promise.reject(new Error(message));
    const given = { ...rules("this"), finders: { [role]: find } };
    expect(await leftoverOf({ type: role, name: "one", owner: "this" }, given)).toBeUndefined();
  },
);

describe.each([queue, table])("when a %s was created", (type) => {
  const begun = Date.parse("2026-11-29T08:00:00Z");
  const MINUTE = 60_000;
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(path.join(os.tmpdir(), "creates-"));
    const tags = { [ownerTag]: "this" };
    new Creates(directory, () => begun).begin({ type, newInputs: { name: "one", tags } }, "here"); // prettier-ignore
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  /** What a deployment half an hour after the killed create imports. */
  function imported(createdAt: () => Promise<number | undefined>) {
    const find = () => Promise.resolve({ id: "url", tags: { [ownerTag]: "this" }, createdAt });
    const given = {
      ...rules("this"),
      creates: new Creates(directory, () => begun + 30 * MINUTE),
      finders: { [type]: find },
    };
    return leftoverOf({ type, name: "one", owner: "this" }, given);
  }

  test.each([
    ["long before the killed create", -60, undefined],
    ["by a copy of the state, while the killed create was evidence", 25, undefined],
    ["by the killed create", 0, "url"],
  ])("%s", async (_, minutes, expected) => {
    expect(await imported(() => Promise.resolve(begun + minutes * MINUTE))).toBe(expected);
  });

  test("is not known: then the journal decides", async () => {
    expect(await imported(() => Promise.reject(new Error("AccessDenied")))).toBe("url");
    expect(await imported(() => Promise.resolve(undefined))).toBe("url");
  });

  test("is not looked up when no create was killed", async () => {
    const createdAt = jest.fn();
    const find = () => Promise.resolve({ id: "url", tags: { [ownerTag]: "this" }, createdAt });
    const given = { ...rules("this"), finders: { [type]: find } };
    expect(await leftoverOf({ type, name: "one", owner: "this" }, given)).toBeUndefined();
    expect(createdAt).not.toHaveBeenCalled();
  });
});

test("takes a table that was replaced under its name when the create of the new one was killed", async () => {
  const directory = await mkdtemp(path.join(os.tmpdir(), "creates-"));
  let now = Date.parse("2026-11-29T08:00:00Z");
  const creates = new Creates(directory, () => now);
  const one = { type: table, newInputs: { name: "one", tags: { [ownerTag]: "this" } } };
  const imported = (createdAt: number) =>
    leftoverOf(
      { type: table, name: "one", owner: "this" },
      {
        ...rules("this"),
        creates,
        scope: () => Promise.resolve("here"),
        finders: {
          [table]: () =>
            Promise.resolve({
              id: "one",
              tags: { [ownerTag]: "this" },
              createdAt: () => Promise.resolve(createdAt),
            }),
        },
      },
    );
  try {
    creates.begin(one, "here");
    creates.end({ ...one, id: "one" }, "here");
    const first = now;
    now += 60 * 60_000;
    creates.begin(one, "here");
    expect(await imported(now)).toBe("one");
    expect(await imported(first)).toBeUndefined();
  } finally {
    await rm(directory, { recursive: true });
  }
});

test("leaves types alone that have no name of their own", async () => {
  const resource = { type: "aws:lambda/permission:Permission", name: "one", owner: "this" };
  expect(await leftoverOf(resource, rules("this"))).toBeUndefined();
});

test("shows when a function was last changed, in AWS's own form of dates", async () => {
  const lastModified = "2026-11-29T08:00:00.000+0000";
  await pulumi.runtime.setMocks({
    newResource: () => ({ id: "", state: {} }),
    call: () => ({ id: "one", tags: {}, lastModified }),
  });
  const found = await finders["aws:lambda/function:Function"]?.("one", "");
  expect(found).toMatchObject({ id: "one", createdAt: Date.parse("2026-11-29T08:00:00Z") });
});

const arn = "arn:aws:dynamodb:eu-west-1:1:table/one";
test.each([
  ["queue, which SQS has in seconds", queue, { Attributes: { CreatedTimestamp: "1764403200" } }],
  ["table, which the provider's own function lacks", table, { Table: { CreationDateTime: 1_764_403_200 } }], // prettier-ignore
])("shows when an object was created: a %s", async (_what, type, response) => {
  const bodies: unknown[] = [];
  const server = await startServer(({ body }) => {
    bodies.push(JSON.parse(body));
    return { body: response };
  });
  const url = `${server.url}/1/one`;
  await pulumi.runtime.setMocks({
    newResource: () => ({ id: "", state: {} }),
    call: () => (type === queue ? { url, tags: {} } : { arn, id: "one", tags: {} }),
  });
  const before = { ...process.env };
  Object.assign(process.env, {
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "a",
    AWS_SECRET_ACCESS_KEY: "b",
    AWS_ENDPOINT_URL: server.url,
  });
  try {
    const found = await finders[type]?.("one", "");
    expect(found?.id).toBe(type === queue ? url : "one");
    expect(bodies).toEqual([]);
    if (typeof found?.createdAt !== "function") throw new Error("the date is looked up");
    expect(await found.createdAt()).toBe(1_764_403_200_000);
  } finally {
    process.env = before;
    await server.close();
  }
  expect(bodies).toEqual([
    type === queue ? { QueueUrl: url, AttributeNames: ["CreatedTimestamp"] } : { TableName: "one" },
  ]);
});
