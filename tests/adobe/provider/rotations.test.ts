import * as fc from "fast-check";

import type { Properties } from "../../../provider-sdk";
import { paramsThere, password, S3, sentBy, SFTP, sftpProgram } from "../support/connections";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { failureOf } from "../support/provider";
import { importOne, up, upAgain, urnOf } from "../support/stack";
import type { Deployed } from "../support/stack";

const another = "second-password-2";
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

describe("a change of the credentials of a base connection", () => {
  test("is made in place, and sends no other", async () => {
    const deployed = await make("rotated");
    const both = { userName: "shop-2", password: another };
    const one = { ...both, password: "third-password-3" };
    let next: Deployed = deployed;
    for (const [credentials, ...names] of [
      [both, "password", "userName"],
      [one, "password"],
    ] as const) {
      const sent = await sentBy(harness, async (provider) => {
        const again = await upAgain(provider, next, {
          ...sftpProgram,
          name: "rotated",
          credentials,
        });
        const changes = names.map((name) => [`credentials.${name}`, "update"]);
        expect(again.diff.changes).toEqual(Object.fromEntries(changes));
        expect(again.outputs["credentials"]).toEqual(credentials);
        next = again;
      });
      const body = names.map((name) => ({
        op: "replace",
        path: `/auth/params/${name}`,
        value: credentials[name],
      }));
      expect(sent).toEqual([{ method: "PATCH", body }]);
    }
    expect(next.id).toBe(deployed.id);
    expect(await paramsThere(harness, deployed)).toMatchObject({
      host: "files.shop",
      userName: "shop-2",
    });
  });

  test("keeps a parameter that somebody else has added, and takes a user back with its password", async () => {
    const deployed = await make("added");
    const there = await harness.ui.flows.get("connections", deployed.id);
    const value = { host: "files.shop", userName: "theirs", password, folderPath: "/in" };
    await harness.ui.flows.patch(
      "connections",
      deployed.id,
      [{ op: "replace", path: "/auth/params", value }],
      there?.etag ?? "",
    );
    const credentials = { userName: "shop", password: another };
    await upAgain(harness.provider, deployed, { ...sftpProgram, name: "added", credentials });
    expect(await paramsThere(harness, deployed)).toMatchObject({
      folderPath: "/in",
      userName: "shop",
    });
  });

  test("sets a credential that somebody has removed at Adobe", async () => {
    const credentials = { s3AccessKey: "key", s3SecretKey: "secret-1", s3SessionToken: "token-1" };
    const auth = { specName: "Access Key" };
    const program = { name: "removed", connectionSpec: S3, auth, credentials };
    const deployed = await up(harness.provider, urn("removed"), program);
    const there = await harness.ui.flows.get("connections", deployed.id);
    const path = "/auth/params/s3SessionToken";
    const remove = { op: "remove", path };
    await harness.ui.flows.patch("connections", deployed.id, [remove], there?.etag ?? "");
    const next = { ...credentials, s3SessionToken: "token-2" };
    const sent = await sentBy(harness, async (provider) => {
      const rotated = await upAgain(provider, deployed, { ...program, credentials: next });
      expect(rotated.outputs["credentials"]).toEqual(next);
    });
    const patch = (op: string) => ({ method: "PATCH", body: [{ op, path, value: "token-2" }] });
    expect(sent).toEqual([patch("replace"), patch("add")]);
    expect(Object.keys(await paramsThere(harness, deployed))).toContain("s3SessionToken");
  });

  test("leaves a password that the program does not give as it is, and sends no mask", async () => {
    const auth = {
      specName: "SSH PublicKey Authentication for sftp",
      params: { host: "h", userName: "u" },
    };
    const id = await harness.ui.flows.create("connections", {
      name: "ssh",
      connectionSpec: SFTP,
      auth: {
        ...auth,
        params: { ...auth.params, privateKeyContent: "key-content", passPhrase: "phrase" },
      },
    });
    const imported = await importOne(harness.provider, urn("ssh"), id);
    const sent = await sentBy(harness, (provider) =>
      upAgain(provider, imported, {
        name: "ssh",
        connectionSpec: SFTP,
        auth,
        credentials: { privateKeyContent: "another-key" },
      }),
    );
    const path = "/auth/params/privateKeyContent";
    expect(sent).toEqual([
      { method: "PATCH", body: [{ op: "replace", path, value: "another-key" }] },
    ]);
    expect(Object.keys(await paramsThere(harness, { id }))).toContain("passPhrase");
  });

  test("leaves what the program gives, whatever changes, and sends only that", async () => {
    const optional = ["s3SessionToken", "serviceUrl", "folderPath"];
    const some = fc.dictionary(fc.constantFrom(...optional), fc.constantFrom("one", "two"));
    let n = 0;
    await fc.assert(
      fc.asyncProperty(some, some, async (before, after) => {
        const base = { name: `any ${++n}`, connectionSpec: S3, auth: { specName: "Access Key" } };
        const keys = { s3AccessKey: "access-key", s3SecretKey: "secret-key" };
        const made = await up(harness.provider, urn(`any ${n}`), {
          ...base,
          credentials: { ...keys, ...before },
        });
        const sent = await sentBy(harness, (provider) =>
          upAgain(provider, made, { ...base, credentials: { ...keys, ...after } }),
        );
        const names = optional.filter((name) => before[name] !== after[name]);
        const paths = sent
          .flatMap(({ body }) => body as { path: string }[])
          .map((one) => one.path.split("/").at(-1));
        expect(paths.toSorted()).toEqual(names.toSorted());
        const there = await paramsThere(harness, made);
        expect(Object.keys(there).sort()).toEqual(
          [...Object.keys(keys), ...Object.keys(after)].sort(),
        );
        for (const name of ["serviceUrl", "folderPath"]) expect(there[name]).toBe(after[name]);
      }),
      { numRuns: 10 },
    );
  });

  test.each([
    ["done, then 504", { status: 504, afterWork: true }],
    ["not done, 503", { status: 503 }],
  ])("that adds and removes is carried out once: %s", async (how, fault) => {
    const name = `rotated: ${how}`;
    const base = { name, connectionSpec: S3, auth: { specName: "Access Key" } };
    const keys = { s3AccessKey: "access-key", s3SecretKey: "secret-key" };
    const made = await up(harness.provider, urn(name), {
      ...base,
      credentials: { ...keys, folderPath: "in" },
    });
    await harness.fault({ match: { method: "PATCH", path: `${path}/*`, nth: 1 }, do: fault });
    const next = { ...base, credentials: { ...keys, serviceUrl: "https://s3.shop" } };
    await upAgain(harness.provider, made, next);
    expect(Object.keys(await paramsThere(harness, made)).sort()).toEqual([
      "s3AccessKey",
      "s3SecretKey",
      "serviceUrl",
    ]);
  });

  test("that lacks what the specification requires is rejected before it is sent", async () => {
    const deployed = await make("lacking");
    const changes = async () =>
      (await harness.requests()).filter(({ method }) => method === "PATCH").length;
    const before = await changes();
    const failure = await failureOf(
      upAgain(harness.provider, deployed, {
        ...sftpProgram,
        name: "lacking",
        credentials: { password: another },
      }),
    );
    expect(failure.message).toContain('userName: is required by "Basic Authentication for sftp"');
    expect(failure.message).toContain("Nothing was changed");
    expect(failure.message).not.toContain(another);
    expect(await changes()).toBe(before);
    expect(await paramsThere(harness, deployed)).toMatchObject({ userName: "shop" });
  });
});
