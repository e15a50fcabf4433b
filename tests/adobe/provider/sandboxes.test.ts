import { UNKNOWN } from "../../../provider-sdk";
import type { Properties } from "../../../provider-sdk";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { dataTypeProgram } from "../support/programs";
import { failureOf } from "../support/provider";
import { destroy, importOne, previewCreate, refresh, up, upAgain, urnOf } from "../support/stack";
import type { Deployed } from "../support/stack";

const urn = urnOf("sandboxes:Sandbox", "acme");
const program: Properties = { name: "acme-dev", title: "Acme", type: "development" };
const forced: Properties = { ...program, forceDestroy: true };
const path = "/data/foundation/sandbox-management/sandboxes";

let harness: Harness;
async function start(options: Parameters<typeof startHarness>[0] = {}) {
  harness = await startHarness(options);
}
beforeEach(() => start());
afterEach(() => harness.close());

async function restart(assume: Record<string, string>) {
  await harness.close();
  await start({ assume });
}

function there(name = "acme-dev") {
  return harness.ui.sandboxes.get(name);
}

/** The requests that change a sandbox, with their queries. */
async function writes(): Promise<string[]> {
  const all = await harness.requests();
  return all
    .filter((one) => one.path.startsWith(path) && one.method !== "GET")
    .map(({ method, query }) => `${method}${query}`);
}

describe("a create", () => {
  test("waits until the sandbox is active, and a second up and a refresh change nothing", async () => {
    const made = await up(harness.provider, urn, program);
    expect(made).toMatchObject({ id: "acme-dev", outputs: { region: "VA7", isDefault: false } });
    expect(await there()).toMatchObject({ ...program, state: "active" });
    expect((await upAgain(harness.provider, made, program)).diff.changed).toBe(false);
    expect((await refresh(harness.provider, made))?.inputs).toEqual(made.inputs);
    expect(harness.provider.said("warning")).toEqual([]);
  });

  test("does not know the name at preview, so that a provider for it does nothing before", async () => {
    const { inputs } = await harness.provider.check(urn, program);
    const { properties } = await harness.provider.create(urn, inputs, { preview: true });
    expect(properties).toMatchObject({ name: UNKNOWN, title: "Acme" });
  });

  test("is followed by a wait for the services that do not know the sandbox yet", async () => {
    await harness.close();
    await start({ assume: { "new-sandbox-known": "late" }, settleMs: 300 });
    await up(harness.provider, urn, program);
    const inside = await harness.another({ sandbox: "acme-dev" });
    const made = await up(inside, urnOf("xdm:DataType", "visit"), dataTypeProgram);
    expect(made.id).toMatch(/^https:/);
    expect(inside.said("info").join()).toContain(
      "waiting for Adobe's services to know the sandbox acme-dev, which was just made",
    );
  });

  test("says when no role of the credential has the new sandbox", async () => {
    await restart({ "new-sandbox-role": "lacks-it" });
    await up(harness.provider, urn, program);
    expect(harness.provider.said("warning").join()).toContain("in Adobe's Permissions");
  });

  test("of a name that is in use stops with the import line", async () => {
    const { message } = await failureOf(up(harness.provider, urn, { ...program, name: "prod" }));
    expect(message).toContain("there is already a sandbox");
    expect(message).toContain("pulumi import adobe-aep:sandboxes:Sandbox acme prod");
    expect(await writes()).toEqual([]);
  });

  test("of a name that a deleted sandbox had says so", async () => {
    await destroy(harness.provider, await up(harness.provider, urn, forced));
    const next = await harness.another();
    const { message } = await failureOf(up(next, urn, program));
    expect(message).toMatch(/409.*was deleted.*give this one another name/);
  });

  test("of a name that a deleted sandbox had is warned of at preview", async () => {
    await destroy(harness.provider, await up(harness.provider, urn, forced));
    expect(await previewCreate(await harness.another(), urn, program)).toContain(
      'a sandbox "acme-dev" was deleted, and Adobe may keep its name',
    );
  });

  test("of the name of a deleted sandbox succeeds where Adobe allows it", async () => {
    await restart({ "sandbox-deleted-name": "free" });
    await destroy(harness.provider, await up(harness.provider, urn, forced));
    await up(await harness.another(), urn, program);
    expect((await there())?.state).toBe("active");
  });

  test("beyond the limit says what to do", async () => {
    await restart({ "sandbox-limit": "5" });
    for (const name of ["a", "b", "c"]) {
      await up(harness.provider, urnOf("sandboxes:Sandbox", name), { ...program, name });
    }
    const { message } = await failureOf(up(harness.provider, urn, program));
    expect(message).toContain("or let Adobe raise the limit");
  });

  test("without the permission names it", async () => {
    await restart({ "sandbox-view": "forbidden" });
    const { message } = await failureOf(up(harness.provider, urn, program));
    expect(message).toContain("View Sandboxes and Manage Sandboxes");
  });

  test("that Adobe cannot finish leaves the sandbox in the state", async () => {
    await harness.close();
    await start({ settleMs: 0 });
    await up(harness.provider, urnOf("sandboxes:Sandbox", "first"), { ...program, name: "first" });
    // As many looks until it is active as of the first one.
    const looks = (await harness.requests()).filter((one) => one.path === `${path}/first`).length;
    const body = { ...program, state: "failed" };
    const match = { method: "GET", path: `${path}/acme-dev`, nth: looks };
    await harness.fault({ match, do: { status: 200, body } });
    const failure = await failureOf(up(harness.provider, urn, program));
    expect(failure.partly?.id).toBe("acme-dev");
    expect(failure.message).toContain("could not provision");
  });

  test.each([
    ["done, then 504", { status: 504, afterWork: true }],
    ["not done, 503", { status: 503 }],
    ["done, then no response", { reset: true, afterWork: true }],
  ])("whose outcome is unknown (%s) makes one sandbox", async (_, fault) => {
    await harness.fault({ match: { method: "POST", path, nth: 1 }, do: fault });
    const made = await up(harness.provider, urn, program);
    expect(made.id).toBe("acme-dev");
    expect((await there())?.state).toBe("active");
    const again = await upAgain(await harness.another(), made, program);
    expect(again.diff.changed).toBe(false);
  });

  test("that was killed is continued by the next run", async () => {
    await up(harness.provider, urn, program);
    await harness.loseOutcomes();
    const adopted = await up(await harness.another(), urn, program);
    expect(adopted.id).toBe("acme-dev");
    expect(await writes()).toEqual(["POST"]);
  });

  test("adopts the sandbox of the name with consent, and gives it the title", async () => {
    await up(harness.provider, urn, program);
    const other = await harness.another({ adoptExisting: true }, { id: "other" });
    await up(other, urn, { ...program, title: "Second" });
    expect((await there())?.title).toBe("Second");
    const { message } = await failureOf(
      up(await harness.another({ adoptExisting: true }, { id: "third" }), urn, {
        ...program,
        type: "production",
      }),
    );
    expect(message).toContain("cannot be changed");
  });

  test.each([
    [{ name: "Acme" }, "lower-case"],
    [{ name: "1a" }, "must begin with a letter"],
    [{ name: "a".repeat(257) }, "more than 256"],
    [{ title: "" }, "is empty"],
    [{ type: "stage" }, "type"],
  ])("of %j is rejected at preview", async (more, reason) => {
    await expect(up(harness.provider, urn, { ...program, ...more })).rejects.toThrow(reason);
  });
});

describe("a change", () => {
  test("of the title is made in place, and one in Adobe's UI is set back", async () => {
    const made = await up(harness.provider, urn, program);
    const renamed = await upAgain(harness.provider, made, { ...program, title: "Second" });
    expect(renamed.diff.changes).toEqual({ title: "update" });
    await harness.ui.sandboxes.rename("acme-dev", "By hand");
    const read = await refresh(harness.provider, renamed);
    expect(read?.inputs["title"]).toBe("By hand");
    await upAgain(harness.provider, read ?? renamed, { ...program, title: "Second" });
    expect((await there())?.title).toBe("Second");
  });

  test("of the type is rejected at preview, as Adobe has no way", async () => {
    const made = await up(harness.provider, urn, program);
    const other = { ...program, type: "production" };
    await expect(upAgain(harness.provider, made, other)).rejects.toThrow("Give another name too");
  });

  test("of the name makes another sandbox, with the reason", async () => {
    const made = await up(harness.provider, urn, forced);
    const renamed = { ...forced, name: "acme-two", type: "production" };
    const next = await upAgain(harness.provider, made, renamed);
    expect(next.id).toBe("acme-two");
    expect(harness.provider.said("info").join()).toContain("a sandbox keeps its name");
    expect((await there())?.state).toBe("deleted");
  });

  test("of the provider's sandbox concerns it not", async () => {
    const made = await up(harness.provider, urn, program);
    const elsewhere = await harness.another({ sandbox: "prod" });
    const again = await upAgain(elsewhere, made, program);
    expect(again.diff.changed).toBe(false);
    const renamed = await upAgain(elsewhere, again, { ...program, title: "Second" });
    expect(renamed.diff.changes).toEqual({ title: "update" });
    expect((await refresh(elsewhere, renamed))?.id).toBe("acme-dev");
  });
});

test("an import has what Adobe shows, and the program's controls are not a change", async () => {
  await up(harness.provider, urn, program);
  const imported = await importOne(harness.provider, urn, "acme-dev");
  expect(imported.inputs).toMatchObject(program);
  const controls = { ...program, forceDestroy: true, ignoreWarnings: true, resetOn: "1" };
  const again = await upAgain(harness.provider, imported, controls);
  expect(again.diff.changes).toEqual({});
  expect(await writes()).toEqual(["POST"]);
});

test("a change of a sandbox that somebody has deleted says what to do", async () => {
  const made = await up(harness.provider, urn, program);
  await harness.ui.sandboxes.delete("acme-dev");
  const change = upAgain(harness.provider, made, { ...program, title: "Second" });
  expect((await failureOf(change)).message).toBe(
    "the sandbox acme-dev is gone; run `pulumi refresh`, and then `pulumi up` makes it again",
  );
});

test("a sandbox that somebody deletes is gone with a refresh", async () => {
  const made = await up(harness.provider, urn, program);
  await harness.ui.sandboxes.delete("acme-dev");
  expect(await refresh(harness.provider, made)).toBeUndefined();
});

describe("a destroy", () => {
  test("deletes nothing without forceDestroy", async () => {
    const made = await up(harness.provider, urn, program);
    const { message } = await failureOf(destroy(harness.provider, made));
    expect(message).toContain("set forceDestroy: true");
    expect((await there())?.state).toBe("active");
  });

  test.each(["at-once", "deleting"])(
    "deletes it with forceDestroy, and is done twice (%s)",
    async (value) => {
      await restart({ "sandbox-delete": value });
      const made = await up(harness.provider, urn, forced);
      await destroy(harness.provider, made);
      expect((await there())?.state).toBe("deleted");
      await destroy(harness.provider, made);
      expect(await writes()).toEqual(["POST", "DELETE"]);
    },
  );

  test("never deletes the default one", async () => {
    const imported = await importOne(harness.provider, urn, "prod");
    const inputs = { ...imported.inputs, forceDestroy: true };
    const { message } = await failureOf(destroy(harness.provider, { ...imported, inputs }));
    expect(message).toContain("organization's default");
    expect(await writes()).toEqual([]);
  });

  test("of one that shares segments says what to set, and goes on with it", async () => {
    const made = await up(harness.provider, urn, forced);
    const body = {
      status: 400,
      title: "Warning: Sandbox `acme-dev` is used for bi-directional segment sharing.",
      type: "http://ns.adobe.com/aep/errors/SMS-2077-400",
    };
    await harness.fault({
      match: { method: "DELETE", path: `${path}/*`, nth: 1 },
      do: { status: 400, body },
    });
    const { message } = await failureOf(destroy(harness.provider, made));
    expect(message).toContain("set ignoreWarnings: true");
    const inputs = { ...made.inputs, ignoreWarnings: true };
    await destroy(harness.provider, { ...made, inputs });
    expect(await writes()).toEqual(["POST", "DELETE", "DELETE?ignoreWarnings=true"]);
  });

  test.each(["2074", "2075", "2076"])(
    "of one whose identity graph is in use (%s) says so",
    async (code) => {
      const made = await up(harness.provider, urn, forced);
      const body = {
        status: 400,
        title: "Sandbox cannot be deleted",
        type: `http://ns.adobe.com/aep/errors/SMS-${code}-400`,
      };
      await harness.fault({
        match: { method: "DELETE", path: `${path}/*` },
        do: { status: 400, body },
      });
      const { message } = await failureOf(destroy(harness.provider, made));
      expect(message).toContain("end that use of the identity graph");
    },
  );
});

describe("resetOn", () => {
  let made: Deployed;
  let inside: Deployed;
  const first = { ...forced, resetOn: "1" };
  const typeUrn = urnOf("xdm:DataType", "visit");
  async function makeInside() {
    const provider = await harness.another({ sandbox: "acme-dev" });
    inside = await up(provider, typeUrn, dataTypeProgram);
    return provider;
  }

  test("resets the sandbox when it changes, and the loss is said at preview", async () => {
    made = await up(harness.provider, urn, first);
    const provider = await makeInside();
    const request = { ...first, resetOn: "2" };
    await harness.provider.check(urn, request, made.inputs);
    expect(harness.provider.said("warning").join()).toMatch(
      /resets the sandbox "acme-dev": everything/,
    );
    const reset = await upAgain(harness.provider, made, request);
    expect(reset.diff.changes).toEqual({ resetOn: "update" });
    expect((await there())?.state).toBe("active");
    expect(await refresh(provider, inside)).toBeUndefined();
    expect((await upAgain(harness.provider, reset, request)).diff.changed).toBe(false);
    expect(await writes()).toEqual(["POST", "PUT"]);
    expect((await refresh(harness.provider, reset))?.inputs["resetOn"]).toBe("2");
  });

  test("is rejected without forceDestroy", async () => {
    made = await up(harness.provider, urn, { ...program, resetOn: "1" });
    const request = { ...program, resetOn: "2" };
    await expect(upAgain(harness.provider, made, request)).rejects.toThrow(
      "Set forceDestroy: true",
    );
  });

  test.each([
    ["is given for the first time", forced, first],
    ["is taken away", first, forced],
  ])("resets nothing when it %s", async (_, before, after) => {
    made = await up(harness.provider, urn, before);
    await upAgain(harness.provider, made, after);
    expect(await writes()).toEqual(["POST"]);
  });

  test("sends one request, also when its response is lost", async () => {
    await harness.close();
    // Slow enough to be seen while it resets.
    await start({ settleMs: 300 });
    made = await up(harness.provider, urn, first);
    await harness.fault({
      match: { method: "PUT", path: `${path}/*`, nth: 1 },
      do: { status: 504, afterWork: true },
    });
    await upAgain(harness.provider, made, { ...first, resetOn: "2" });
    expect(await writes()).toEqual(["POST", "PUT"]);
  });

  test("is not sent again by itself when nobody knows whether Adobe has got it", async () => {
    made = await up(harness.provider, urn, first);
    await harness.fault({
      match: { method: "PUT", path: `${path}/*`, nth: 1 },
      do: { status: 503 },
    });
    await failureOf(upAgain(harness.provider, made, { ...first, resetOn: "2" }));
    expect(await writes()).toEqual(["POST", "PUT"]);
  });
});

test("what is unknown at preview fails no check", async () => {
  const unknown = { ...forced, title: UNKNOWN, type: UNKNOWN, name: UNKNOWN, resetOn: UNKNOWN };
  expect(await previewCreate(harness.provider, urn, unknown)).toBe("");
  const made = await up(harness.provider, urn, { ...forced, resetOn: "1" });
  const { failures } = await harness.provider.check(urn, unknown, made.inputs);
  expect(failures).toEqual([]);
});
