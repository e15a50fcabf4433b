import {
  CancelledError,
  InitializationFailedError,
  TimedOutError,
  type Context,
  type ProviderDefinition,
  type ReadRequest,
  type ResourceType,
} from "../../provider-sdk";
import { failureOf, startProvider, type TestProvider } from "../adobe/support/provider";

const URN = "urn:pulumi:dev::shop::example:index:Thing::thing";
const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** What the next operation of the resource type does. */
let next: Partial<ResourceType> = {};
function unexpected() {
  return Promise.reject(new Error("the test expects no such call"));
}
const thing: ResourceType = {
  secretOutputs: ["token"],
  check: (request, context) => (next.check ?? unexpected)(request, context),
  diff: (request, context) => (next.diff ?? unexpected)(request, context),
  create: (request, context) => (next.create ?? unexpected)(request, context),
  read: (request, context) => (next.read ?? unexpected)(request, context),
  update: (request, context) => (next.update ?? unexpected)(request, context),
  delete: (request, context) => (next.delete ?? unexpected)(request, context),
};
const definition: ProviderDefinition = {
  name: "example",
  version: "1.0.0",
  secretConfig: ["password"],
  configure: () => Promise.resolve(),
  resource: (token) => (token === "example:index:Thing" ? thing : undefined),
};

let provider: TestProvider;
beforeAll(async () => {
  provider = await startProvider(definition);
});
afterAll(() => provider.close());
beforeEach(async () => {
  next = {};
  await provider.configure({});
});

/** An operation that ends only when its signal aborts, with the reason. */
function untilAborted(_request: unknown, { signal }: Context) {
  return new Promise<never>((_resolve, reject) => {
    signal.throwIfAborted();
    signal.addEventListener("abort", () => {
      reject(signal.reason as Error);
    });
  });
}

describe("check and diff", () => {
  test("a failure names the path of the input", async () => {
    const failure = { property: "rules[1].to", reason: "is empty" };
    next.check = ({ newInputs }) => Promise.resolve({ inputs: newInputs, failures: [failure] });
    expect((await provider.check(URN, { rules: [] })).failures).toEqual([failure]);
  });

  test("a changed path below a property replaces by the property's name", async () => {
    next.diff = () =>
      Promise.resolve({ changes: { "rules[1].to": "update-replace", note: "add" } as const });
    const request = { id: "1", oldOutputs: {}, oldInputs: {}, newInputs: {} };
    expect(await provider.diff(URN, request)).toEqual({
      changed: true,
      changes: { "rules[1].to": "update-replace", note: "add" },
      replaces: ["rules"],
      deleteBeforeReplace: false,
    });
  });
});

describe("read", () => {
  test("an import carries neither inputs nor outputs", async () => {
    const requests: ReadRequest[] = [];
    next.read = (request) => {
      requests.push(request);
      return Promise.resolve({ id: "1", inputs: { name: "a" }, outputs: { name: "a" } });
    };
    expect(await provider.read(URN, "1")).toMatchObject({ id: "1", inputs: { name: "a" } });
    expect(requests).toEqual([{ id: "1", inputs: undefined, outputs: undefined }]);
  });

  test("an object that does not exist has an empty id", async () => {
    next.read = () => Promise.resolve(undefined);
    expect((await provider.read(URN, "1", { name: "a" }, { name: "a" })).id).toBe("");
  });
});

describe("secrets", () => {
  test("outputs that are credentials are marked", async () => {
    next.create = () => Promise.resolve({ id: "1", outputs: { token: "t", name: "a" } });
    const { raw } = await provider.create(URN, {});
    expect(raw["token"]).toMatchObject({ [SIGNATURE]: expect.any(String) as string, value: "t" });
    expect(raw["name"]).toBe("a");
  });

  test("configuration that is a credential is marked even when it comes as plain text", async () => {
    const { raw } = await provider.checkConfig({ password: "p", user: "u" });
    expect(raw["password"]).toMatchObject({ value: "p" });
    expect(raw["user"]).toBe("u");
  });
});

describe("errors", () => {
  test("a failed initialization keeps id, outputs and reasons", async () => {
    next.create = () =>
      Promise.reject(new InitializationFailedError("1", { state: "new" }, { a: 1 }, ["not ready"]));
    const failure = await failureOf(provider.create(URN, { a: 1 }));
    expect(failure.message).toBe("not ready");
    expect(failure.partly).toEqual({
      id: "1",
      properties: { state: "new" },
      inputs: { a: 1 },
      reasons: ["not ready"],
    });
  });

  test("the causes of an error are in its line", async () => {
    next.create = () => Promise.reject(new Error("cannot create", { cause: new Error("offline") }));
    const { message } = await failureOf(provider.create(URN, {}));
    expect(message).toBe("cannot create: offline");
  });

  test("a bug is reported as a bug, and its stack goes to the debug log", async () => {
    next.create = () => Promise.reject(new TypeError("x is undefined"));
    const { message } = await failureOf(provider.create(URN, {}));
    expect(message).toBe("Bug in the provider, please report it: x is undefined");
    // A response waits for the lines before it.
    next.create = () => Promise.resolve({ id: "1", outputs: {} });
    await provider.create(URN, {});
    expect(provider.said("debug")).toContainEqual(expect.stringMatching(/x is undefined\n +at /));
  });

  test("an unknown resource type is named", async () => {
    const { message } = await failureOf(provider.check(URN.replace("Thing", "Other"), {}));
    expect(message).toBe("the provider example has no resource type example:index:Other");
  });

  test("a function that the provider does not have is named", async () => {
    const { message } = await failureOf(provider.invoke("example:index:get", {}));
    expect(message).toBe("the provider example has no function example:index:get");
  });
});

describe("the signal of an operation", () => {
  test("aborts when the user cancels, until the provider is configured again", async () => {
    let reason: unknown;
    next.create = (request, context) =>
      untilAborted(request, context).catch((error: unknown) => {
        reason = error;
        throw error;
      });
    const created = failureOf(provider.create(URN, {}));
    await provider.cancel();
    expect((await created).message).toBe("cancelled");
    expect(reason).toBeInstanceOf(CancelledError);

    await provider.configure({});
    next.create = (_request, { signal }) =>
      Promise.resolve({ id: String(signal.aborted), outputs: {} });
    expect((await provider.create(URN, {})).id).toBe("false");
  });

  test("aborts after the timeout that the user has set", async () => {
    let reason: unknown;
    next.create = (request, context) =>
      untilAborted(request, context).catch((error: unknown) => {
        reason = error;
        throw error;
      });
    const { message } = await failureOf(provider.create(URN, {}, { timeout: 0.01 }));
    expect(message).toBe("not finished after 0.01 s, the timeout set in customTimeouts.create");
    expect(reason).toBeInstanceOf(TimedOutError);
  });
});
