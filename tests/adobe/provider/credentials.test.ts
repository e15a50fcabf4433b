import { isObject } from "../../../adobe/client/json";
import { specs } from "../../../adobe/sdk/specs";
import type { Properties } from "../../../provider-sdk";
import { startChangingProxy } from "../support/changingProxy";
import {
  paramsThere,
  password,
  S3,
  sentBy,
  sftpAuth,
  sftpProgram,
  SFTP,
} from "../support/connections";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { failureOf } from "../support/provider";
import { importOne, refresh, up, upAgain, urnOf } from "../support/stack";
import type { Deployed } from "../support/stack";

const another = "second-password-2";
const rotated = { ...sftpProgram, credentials: { userName: "shop-2", password: another } };
const path = "/data/foundation/flowservice/connections";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());
afterEach(() => harness.clearFaults());

function urn(name: string): string {
  return urnOf("flow:Connection", name);
}

function make(name: string, more: Properties = {}): Promise<Deployed> {
  return up(harness.provider, urn(name), { ...sftpProgram, name, ...more });
}

describe("a base connection with credentials", () => {
  test("is made with them, and without what only a streaming connection has", async () => {
    let deployed!: Deployed;
    const sent = await sentBy(harness, async (provider) => {
      deployed = await up(provider, urn("made"), { ...sftpProgram, name: "made" });
    });
    const params = { host: "files.shop", userName: "shop", password };
    expect(sent).toMatchObject([
      { method: "POST", body: { auth: { specName: sftpAuth.specName, params } } },
    ]);
    expect(Object.keys(await paramsThere(harness, deployed)).sort()).toEqual([
      "host",
      "password",
      "userName",
    ]);
    expect(deployed.outputs).toMatchObject({ state: "enabled" });
    expect(deployed.outputs["inletUrl"]).toBeUndefined();
  });

  test("changes nothing at a second up, nor after a refresh, although Adobe masks the password", async () => {
    const deployed = await make("again");
    const next = { ...sftpProgram, name: "again" };
    expect((await upAgain(harness.provider, deployed, next)).diff.changes).toEqual({});
    expect((await paramsThere(harness, deployed))["password"]).toBe("********");
    const read = (await refresh(harness.provider, deployed)) as Deployed;
    expect(read.inputs).toEqual(deployed.inputs);
    expect((await upAgain(harness.provider, read, next)).diff.changes).toEqual({});
  });

  test("a change of the rest of the authentication replaces it", async () => {
    const deployed = await make("moved");
    const { diff } = await upAgain(harness.provider, deployed, {
      ...sftpProgram,
      name: "moved",
      auth: { ...sftpAuth, params: { host: "files-2.shop" } },
    });
    expect(diff.changes).toEqual({ "auth.params.host": "update-replace" });
  });

  test("an import shows no password, and the first up sets the program's", async () => {
    const { id } = await make("theirs");
    const imported = await importOne(harness.provider, urn("imported"), id);
    expect(imported.inputs["auth"]).toEqual({
      specName: sftpAuth.specName,
      params: { host: "files.shop", userName: "shop" },
    });
    expect(JSON.stringify(imported)).not.toMatch(/\*\*\*|password-1/);
    const next = { ...rotated, name: "theirs" };
    const first = await upAgain(harness.provider, imported, next);
    expect(first.diff.changes).toEqual({ credentials: "add" });
    expect(first.id).toBe(id);
    expect((await upAgain(harness.provider, first, next)).diff.changes).toEqual({});
  });

  test("adopts the one that an interrupted run has left behind, once", async () => {
    await harness.fault({
      match: { method: "POST", path },
      times: 1,
      do: { status: 504, afterWork: true },
    });
    const deployed = await make("lost");
    const all = await harness.ui.flows.findByName("connections", "lost");
    expect(all.map(({ id }) => id)).toEqual([deployed.id]);
  });
});

describe("no password shows", () => {
  test("in the error of a create, where it is a parameter that the specification calls no password", async () => {
    const body = { message: "Cannot use second-access-key-2 in the folder incoming" };
    await harness.fault({ match: { method: "POST", path }, do: { status: 400, body } });
    const params = { s3AccessKey: "second-access-key-2", folderPath: "incoming" };
    const bucket = {
      name: "Bucket",
      connectionSpec: S3,
      auth: { specName: "Access Key", params },
      credentials: { s3SecretKey: password },
    };
    const { message } = await failureOf(up(harness.provider, urn("shown"), bucket));
    expect(message).toContain("Cannot use [secret] in the folder incoming");
  });

  test("in the error of a create or a change that Adobe repeats it in", async () => {
    const repeats = {
      status: 400,
      body: { title: `Cannot log in with ${password} or ${another}` },
    };
    const deployed = await make("repeats");
    await harness.fault({ match: { method: "POST", path }, do: repeats });
    const created = await failureOf(make("rejected", rotated));
    await harness.fault({ match: { method: "PATCH", path: `${path}/*` }, do: repeats });
    const changed = await failureOf(
      upAgain(harness.provider, deployed, { ...rotated, name: "repeats" }),
    );
    expect(created.message).toContain("Cannot log in with");
    expect(created.message).not.toContain(another);
    expect(changed.message).toContain("Cannot log in with [secret] or [secret]");
    const logged = ["debug", "info", "warning", "error"]
      .flatMap((level) => harness.provider.said(level as "info"))
      .join("\n");
    expect(logged).not.toMatch(/password-[12]/);
  });

  test("in what a refresh brings, also when Adobe returns it in plain text or not at all", async () => {
    const proxy = await startChangingProxy(harness.url);
    try {
      const reader = await harness.another({ platformUrl: proxy.url });
      const deployed = await make("plain");
      const passwordIs = (value: string | undefined) => (body: unknown) =>
        JSON.parse(JSON.stringify(body), (key, inner: unknown) =>
          key === "password" && inner === "********" ? value : inner,
        ) as unknown;
      for (const value of ["plain-of-adobe", undefined]) {
        proxy.change = passwordIs(value);
        const read = (await refresh(reader, deployed)) as Deployed;
        expect(read.inputs).toEqual(deployed.inputs);
        const imported = await importOne(
          reader,
          urn(value === undefined ? "none" : "some"),
          deployed.id,
        );
        expect(JSON.stringify(imported)).not.toContain("plain-of-adobe");
      }
    } finally {
      await proxy.close();
    }
  });
});

test.each([
  [
    "a password in plain sight",
    { auth: { specName: "Access Key", params: { s3SecretKey: "plain" } } },
    "auth.params.s3SecretKey: is a credential; give it in credentials.s3SecretKey",
  ],
  [
    "another way to authenticate",
    { auth: { specName: "Key" } },
    'auth.specName: the specification has no "Key", but "Access Key"',
  ],
  [
    "no password",
    { connectionSpec: SFTP, auth: sftpAuth, credentials: { userName: "shop" } },
    'credentials.password: is required by "Basic Authentication for sftp"',
  ],
])("a create with %s is rejected before it is sent", async (_, more, words) => {
  const before = (await harness.requests()).filter(({ method }) => method === "POST").length;
  const failure = await failureOf(
    up(harness.provider, urn("wrong"), { connectionSpec: S3, ...more }),
  );
  expect(failure.message).toContain(words);
  expect(failure.message).not.toContain("plain");
  const after = (await harness.requests()).filter(({ method }) => method === "POST").length;
  expect(after).toBe(before);
});

test("a parameter in two places is rejected at preview", async () => {
  const { failures } = await harness.provider.check(urn("twice"), {
    ...sftpProgram,
    credentials: { host: "files.shop" },
  });
  expect(failures).toEqual([
    { property: "credentials.host", reason: "is in auth.params too; give it in one of them" },
  ]);
});

test("credentials that the program no longer gives stay at Adobe, with a warning", async () => {
  const deployed = await make("dropped");
  const { diff } = await upAgain(harness.provider, deployed, {
    name: "dropped",
    connectionSpec: SFTP,
    auth: sftpAuth,
  });
  expect(diff.changes).toEqual({ credentials: "delete" });
  expect(harness.provider.said("warning").join("\n")).toContain("keeps its credentials at Adobe");
  expect(isObject(await paramsThere(harness, deployed))).toBe(true);
});

test("a streaming connection reads no specification", async () => {
  const before = (await harness.requests()).length;
  await up(harness.provider, urn("inlet"), {
    connectionSpec: specs.httpApi,
    auth: { specName: "Streaming Connection", params: { dataType: "raw" } },
  });
  const paths = (await harness.requests()).slice(before).map((one) => one.path);
  expect(paths.filter((one) => one.includes("connectionSpecs"))).toEqual([]);
});
