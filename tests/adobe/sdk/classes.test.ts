import * as pulumi from "@pulumi/pulumi";

import * as aep from "../../../adobe/sdk";

/** What the classes do with arguments and options; the engine itself is not involved. */
beforeAll(async () => {
  await pulumi.runtime.setMocks({
    newResource: ({ inputs, name, id = "" }) => ({
      id: id === "" ? `${name}-id` : id,
      state: {
        ...(inputs as object),
        ...(id === "" ? {} : { name: "theirs" }),
      },
    }),
    call: ({ inputs }) => inputs as Record<string, unknown>,
  });
});

function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => {
    output.apply((value) => {
      resolve(value);
    });
  });
}

test("an optional property that the program leaves out is an output of undefined", async () => {
  const dataset = new aep.catalog.Dataset("rows", { schemaId: "https://schema" });
  expect(pulumi.Output.isInstance(dataset.description)).toBe(true);
  expect(await valueOf(dataset.description)).toBeUndefined();
  expect(await valueOf(dataset.schemaId)).toBe("https://schema");
});

test("get reads an object by its id", async () => {
  const dataset = aep.catalog.Dataset.get("rows", "0123456789abcdef01234567");
  expect(await valueOf(dataset.id)).toBe("0123456789abcdef01234567");
  expect(await valueOf(dataset.name)).toBe("theirs");
});

test("a function takes outputs as arguments", async () => {
  const code = pulumi.output("Email");
  expect(await valueOf(aep.identity.getNamespaceOutput({ code }).code)).toBe("Email");
});
