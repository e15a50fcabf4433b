import fc from "fast-check";

import { identifiersOf } from "../../../../adobe/provider/importing/identifiers";
import { inOrder } from "../../../../adobe/provider/importing/order";
import { write } from "../../../../adobe/provider/importing/program";
import type { ProgramObject } from "../../../../adobe/provider/importing/program";
import { Reference } from "../../../../adobe/provider/importing/references";
import { keyOf } from "../../../../adobe/provider/importing/sandboxObject";
import { errorsOfPrograms } from "./typeCheck";

/** Nodes that come after any others, circles included. */
const graphs = fc
  .integer({ min: 1, max: 12 })
  .chain((size) =>
    fc
      .array(fc.array(fc.nat(size), { maxLength: 4 }), { minLength: size, maxLength: size })
      .map((all) => all.map((after, key) => ({ key: String(key), after: after.map(String) }))),
  );

describe("the order", () => {
  it("has every node once", () => {
    fc.assert(
      fc.property(graphs, (nodes) => {
        const keys = inOrder(nodes).map(({ key }) => key);
        expect(keys.toSorted()).toEqual(nodes.map(({ key }) => key).toSorted());
      }),
    );
  });

  it("has every node behind those that it comes after, where there is no circle", () => {
    const without = graphs.map((nodes) =>
      nodes.map(({ key, after }) => ({
        key,
        after: after.filter((one) => Number(one) > Number(key)),
      })),
    );
    fc.assert(
      fc.property(without, (nodes) => {
        const ordered = inOrder(nodes);
        const at = new Map(ordered.map(({ key }, index) => [key, index]));
        for (const { key, after } of ordered) {
          for (const one of after) expect(at.get(one) ?? -1).toBeLessThan(at.get(key) ?? 0);
        }
      }),
    );
  });

  it("follows a chain as long as a sandbox", () => {
    const nodes = Array.from({ length: 20_000 }, (_, index) => ({
      key: String(index),
      after: [String(index + 1)],
    }));
    expect(inOrder(nodes)[0]?.key).toBe("19999");
  });
});

const tokens = ["adobe-aep:xdm:Class", "adobe-aep:xdm:Schema", "adobe-aep:catalog:Dataset"];

describe("identifiers", () => {
  it.each([
    ["Chat rows", "adobe-aep:catalog:Dataset", "chatRowsDataset"],
    ["Événements: chat (2)", "adobe-aep:xdm:Schema", "evenementsChat2Schema"],
    ["CHAT rows", "adobe-aep:xdm:Schema", "chatRowsSchema"],
    ["Chat schema", "adobe-aep:xdm:Schema", "chatSchema"],
    ["2024 events", "adobe-aep:xdm:Schema", "schema2024Events"],
    ["聊天", "adobe-aep:xdm:FieldGroup", "fieldGroup"],
    ["", "adobe-aep:dataprep:MappingSet", "mappingSet"],
    ["class", "adobe-aep:xdm:Class", "class2"],
    ["_tenant.chat.email", "adobe-aep:xdm:IdentityDescriptor", "chatEmailIdentityDescriptor"],
  ])("%j of %s is %s", (name, token, expected) => {
    expect(identifiersOf([{ key: "1", token, name }]).get("1")).toBe(expected);
  });

  it("are of TypeScript, and no two are the same", () => {
    const named = fc.record({
      token: fc.constantFrom(...tokens),
      name: fc.string({ unit: "binary" }),
    });
    fc.assert(
      fc.property(fc.array(named, { maxLength: 30 }), (all) => {
        const objects = all.map((one, index) => ({ ...one, key: String(index) }));
        const identifiers = [
          ...identifiersOf([
            ...objects,
            ...objects.map((one) => ({ ...one, key: `${one.key}b` })),
          ]).values(),
        ];
        expect(identifiers.every((one) => /^[a-z]\w*$/i.test(one))).toBe(true);
        expect(new Set(identifiers).size).toBe(2 * objects.length);
      }),
    );
  });
});

function schema(id: string, more: Partial<ProgramObject> = {}): ProgramObject {
  const inputs = { title: id, class: "https://ns.adobe.com/xdm/context/profile", fieldGroups: [] };
  return { token: "adobe-aep:xdm:Schema", id, name: id, inputs, notes: [], dependsOn: [], ...more };
}

describe("the program", () => {
  it("names only what stands before", () => {
    fc.assert(
      fc.property(graphs, (nodes) => {
        const objects = nodes.map(({ key, after }) =>
          schema(key, {
            inputs: {
              fieldGroups: after
                .filter((one) => one !== key)
                .map((one) => ({ ref: new Reference(keyOf(schema(one)), "id", `id of ${one}`) })),
            },
          }),
        );
        const { program } = write("dev", objects, []);
        const known = new Set<string>();
        for (const line of program.split("\n")) {
          for (const [, used = ""] of line.matchAll(/ref: (\w+)\.id/g))
            expect(known).toContain(used);
          const made = /^(?:const (\w+) = )?new /.exec(line)?.[1];
          if (made !== undefined) known.add(made);
        }
      }),
    );
  });

  it("compiles whatever names and texts there are, and says them", () => {
    const texts = fc.sample(fc.string({ unit: "binary", minLength: 1 }), { seed: 7, numRuns: 100 });
    const hostile = ["*/", "\u2028alert()", "\n", "`${x}`", '"', "\\", "__proto__", "\u202e", "//"];
    const objects = [...texts, ...hostile].map((text) =>
      schema(text, {
        notes: [`has ${text}`],
        inputs: { ...schema("a").inputs, title: text, description: text },
      }),
    );
    const left = [...texts, ...hostile].map((text) => ({ ...schema(text), reason: text }));
    const { program } = write("dev", objects, left);
    expect(errorsOfPrograms([program])).toEqual([]);
    expect(program).not.toMatch(/[\u2028\u202e]/);
  });

  it("keeps a key that would be a prototype", () => {
    const params = JSON.parse('{"__proto__":{"a-b":1}}') as object;
    const { program } = write("dev", [schema("a", { inputs: { params } })], []);
    expect(program).toContain('["__proto__"]: {\n      "a-b": 1,');
  });

  it("takes credentials from the configuration and says which", () => {
    const { program } = write("dev", [connection("auth.params")], []);
    expect(program).toContain('params: config.requireSecretObject("bucketConnectionCredentials")');
    expect(program).toContain('ignoreChanges: ["auth.params"]');
    expect(program).not.toContain("t0p");
    expect(program).toMatch(/Adobe shows s3AccessKey, s3SecretKey\): `pulumi config set --secret/);
    expect(errorsOfPrograms([program])).toEqual([]);
    expect(write("dev", [connection(undefined)], []).program).not.toContain("pulumi.Config");
  });

  it("takes credentials that an import does not show from the configuration", () => {
    const { program } = write("dev", [connection("credentials")], []);
    expect(program).toContain(
      'credentials: config.requireSecretObject("bucketConnectionCredentials")',
    );
    expect(program).toContain('ignoreChanges: ["credentials"]');
    expect(program).toMatch(/Set all of credentials as JSON \(Adobe shows none\)/);
    expect(errorsOfPrograms([program])).toEqual([]);
  });

  it("says where it could not write a reference, and what is not there", () => {
    const group = { ref: new Reference(keyOf(schema("gone")), "id", "id of gone") };
    const left = [{ ...schema("gone"), reason: "it is gone" }];
    const { program } = write("dev", [schema("a", { inputs: { fieldGroups: [group] } })], left);
    expect(program).toContain("// The object id of gone is not in this program");
    expect(program).toContain('ref: "id of gone"');
    expect(program).toContain('// - xdm:Schema "gone" (gone): it is gone');
  });
});

function connection(credentialsAt: string | undefined): ProgramObject {
  return {
    token: "adobe-aep:flow:Connection",
    id: "1",
    name: "bucket",
    inputs: {
      connectionSpec: { id: "1", version: "1.0" },
      auth: { specName: "Access Key", params: { s3AccessKey: "t0p", s3SecretKey: "t0p" } },
    },
    notes: [],
    dependsOn: [],
    credentialsAt,
  };
}
