import http from "node:http";
import type { AddressInfo } from "node:net";

import { isObject } from "../../../adobe/client/json";
import { specs } from "../../../adobe/sdk/specs";
import type { Properties } from "../../../provider-sdk";
import { startChangingProxy } from "../support/changingProxy";
import { forward } from "../support/forward";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { failureOf } from "../support/provider";
import { importOne, refresh, up, upAgain, urnOf } from "../support/stack";
import type { Deployed } from "../support/stack";

const S3 = { id: "ecadc60c-7455-4d87-84dc-2a0e293d997b", version: "1.0" };
const SFTP = { id: "b7bf2577-4520-42c9-bae9-cad01560f7bc", version: "1.0" };
const password = "first-password-1";
const another = "second-password-2";
const sftpAuth = { specName: "Basic Authentication for sftp", params: { host: "files.shop" } };
const program = {
  name: "Files",
  connectionSpec: SFTP,
  auth: sftpAuth,
  credentials: { userName: "shop", password },
};
const rotated = { ...program, credentials: { userName: "shop-2", password: another } };
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
  return up(harness.provider, urn(name), { ...program, name, ...more });
}

/** What the requests of the work have sent, by a proxy before the emulator. */
async function sentBy(work: (provider: Harness["provider"]) => Promise<unknown>) {
  const bodies: { method: string; body: unknown }[] = [];
  const server = http.createServer((request, response) => {
    void (async () => {
      const upstream = await forward(request, harness.url, (text) => {
        if (request.url?.includes("/flowservice/") === true && text !== "")
          bodies.push({ method: request.method ?? "", body: JSON.parse(text) });
      });
      response.writeHead(upstream.status, { "content-type": "application/json" });
      response.end(await upstream.text());
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = server.address() as AddressInfo;
    await work(await harness.another({ platformUrl: `http://127.0.0.1:${port}` }));
    return bodies;
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

async function paramsThere({ id }: { readonly id: string }) {
  const there = await harness.ui.flows.get("connections", id);
  return (there?.["auth"] as { params: Properties }).params;
}

describe("a base connection with credentials", () => {
  test("is made with them, and without what only a streaming connection has", async () => {
    let deployed!: Deployed;
    const sent = await sentBy(async (provider) => {
      deployed = await up(provider, urn("made"), { ...program, name: "made" });
    });
    const params = { host: "files.shop", userName: "shop", password };
    expect(sent).toMatchObject([
      { method: "POST", body: { auth: { specName: sftpAuth.specName, params } } },
    ]);
    expect(Object.keys(await paramsThere(deployed)).sort()).toEqual([
      "host",
      "password",
      "userName",
    ]);
    expect(deployed.outputs).toMatchObject({ state: "enabled" });
    expect(deployed.outputs["inletUrl"]).toBeUndefined();
  });

  test("changes nothing at a second up, nor after a refresh, although Adobe masks the password", async () => {
    const deployed = await make("again");
    const next = { ...program, name: "again" };
    expect((await upAgain(harness.provider, deployed, next)).diff.changes).toEqual({});
    expect((await paramsThere(deployed))["password"]).toBe("********");
    const read = (await refresh(harness.provider, deployed)) as Deployed;
    expect(read.inputs).toEqual(deployed.inputs);
    expect((await upAgain(harness.provider, read, next)).diff.changes).toEqual({});
  });

  test("rotates them in place, with the other parameters", async () => {
    const deployed = await make("rotated");
    let again!: Awaited<ReturnType<typeof upAgain>>;
    const sent = await sentBy(async (provider) => {
      again = await upAgain(provider, deployed, { ...rotated, name: "rotated" });
    });
    const { diff, id, outputs } = again;
    expect(diff.changes).toEqual({
      "credentials.userName": "update",
      "credentials.password": "update",
    });
    expect(id).toBe(deployed.id);
    expect(outputs["credentials"]).toEqual(rotated.credentials);
    const value = { host: "files.shop", userName: "shop-2", password: another };
    expect(sent).toEqual([
      { method: "PATCH", body: [{ op: "replace", path: "/auth/params", value }] },
    ]);
    expect(await paramsThere(deployed)).toMatchObject({ host: "files.shop", userName: "shop-2" });
  });

  test("keeps a parameter that somebody else has added", async () => {
    const deployed = await make("added");
    const there = await harness.ui.flows.get("connections", deployed.id);
    const value = { host: "files.shop", userName: "shop", password, folderPath: "/in" };
    await harness.ui.flows.patch(
      "connections",
      deployed.id,
      [{ op: "replace", path: "/auth/params", value }],
      there?.etag ?? "",
    );
    await upAgain(harness.provider, deployed, { ...rotated, name: "added" });
    expect(await paramsThere(deployed)).toMatchObject({ folderPath: "/in", userName: "shop-2" });
  });

  test("does not send a masked password back, and says what to give", async () => {
    const id = await harness.ui.flows.create("connections", {
      name: "ssh",
      connectionSpec: SFTP,
      auth: {
        specName: "SSH PublicKey Authentication for sftp",
        params: {
          host: "h",
          userName: "u",
          privateKeyContent: "key-content",
          passPhrase: "phrase",
        },
      },
    });
    const imported = await importOne(harness.provider, urn("ssh"), id);
    const failure = await failureOf(
      upAgain(harness.provider, imported, {
        name: "ssh",
        connectionSpec: SFTP,
        auth: {
          specName: "SSH PublicKey Authentication for sftp",
          params: { host: "h", userName: "u" },
        },
        credentials: { privateKeyContent: "another-key" },
      }),
    );
    expect(failure.message).toContain("Give credentials.passPhrase too. Nothing was changed");
    expect(failure.message).not.toContain("another-key");
  });

  test("a change of the rest of the authentication replaces it", async () => {
    const deployed = await make("moved");
    const { diff } = await upAgain(harness.provider, deployed, {
      ...program,
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

test("a rotation that lacks what the specification requires is rejected before it is sent", async () => {
  const deployed = await make("lacking");
  const changes = async () =>
    (await harness.requests()).filter(({ method }) => method === "PATCH").length;
  const before = await changes();
  const failure = await failureOf(
    upAgain(harness.provider, deployed, {
      ...program,
      name: "lacking",
      credentials: { password: another },
    }),
  );
  expect(failure.message).toContain('userName: is required by "Basic Authentication for sftp"');
  expect(failure.message).toContain("Nothing was changed");
  expect(failure.message).not.toContain(another);
  expect(await changes()).toBe(before);
  expect(await paramsThere(deployed)).toMatchObject({ userName: "shop" });
});

test("a parameter in two places is rejected at preview", async () => {
  const { failures } = await harness.provider.check(urn("twice"), {
    ...program,
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
  expect(isObject(await paramsThere(deployed))).toBe(true);
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
