import fc from "fast-check";

import { evaluate } from "../../emulator/services/dataPrep/language/evaluate";
import { functionNames } from "../../emulator/services/dataPrep/language/functions";
import { ExpressionError, parseExpression } from "../../emulator/services/dataPrep/language/parser";
import { TransformError, type Value } from "../../emulator/services/dataPrep/language/values";
import { breakingChanges } from "../../emulator/services/schemaRegistry/breakingChanges";
import { runsFull } from "../support/full";
import { useEmulator } from "./support/emulator";
import { inletPath, makePipeline, tenant, type Pipeline } from "./support/objects";

describe("whatever is sent to a streaming endpoint", () => {
  const client = useEmulator({ inletRate: 0 });
  let pipeline: Pipeline;
  let inlet: string;
  beforeAll(async () => {
    pipeline = await makePipeline(client, [
      { sourceType: "ATTRIBUTE", source: "${a}", destination: "_id" },
      { sourceType: "EXPRESSION", source: "now()", destination: "timestamp" },
      { sourceType: "ATTRIBUTE", source: "${b}[*].c", destination: `${tenant}.chat.lines[*].text` },
      { sourceType: "ATTRIBUTE", source: "${b}", destination: `${tenant}.chat.message` },
      { sourceType: "ATTRIBUTE", source: "${c}", destination: `${tenant}.chat.at` },
      { sourceType: "EXPRESSION", source: "to_integer(${c})", destination: `${tenant}.chat.count` },
    ]);
    inlet = await inletPath(client, pipeline.flowId);
  });

  const totals = async (): Promise<{ rows: number; rejected: number }> => {
    const path = `/_emulator/datasets/${pipeline.datasetId}/rows?limit=1`;
    return (await client.bare("GET", path)).body.total;
  };

  it("gets a response, and every accepted record is a row or a rejected row", async () => {
    const value = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.jsonValue(),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      fc.array(fc.record({ c: fc.jsonValue() }, { requiredKeys: [] })),
    );
    const body = fc.oneof(
      fc
        .record({ a: value, b: value, c: value }, { requiredKeys: [] })
        .map((one) => JSON.stringify(one)),
      fc.json(),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(body, async (sent) => {
        const before = await totals();
        const { status } = await client.bare("POST", inlet, {
          body: sent,
          headers: { "x-adobe-flow-id": pipeline.flowId },
        });
        const after = await totals();
        expect([200, 400]).toContain(status);
        expect(after.rows + after.rejected).toBe(
          before.rows + before.rejected + (status === 200 ? 1 : 0),
        );
      }),
      { numRuns: 100 },
    );
  }, 60_000);
});

describe("whatever is written as an expression", () => {
  const surroundings = { now: () => 0, record: { a: 1, b: "x", c: [{ d: null }] } as Value };
  const token = fc.oneof(
    fc.constantFrom(
      "a",
      "b",
      "c[*].d",
      "${a b}",
      "(",
      ")",
      ",",
      "+",
      "-",
      "==",
      "and",
      "?",
      ":",
      "null",
      "1",
      '"t"',
      "[",
      "]",
      "{",
      "}",
      ".",
      "!",
    ),
    fc.constantFrom(...functionNames).map((name) => `${name}(`),
    fc.string({ maxLength: 3 }),
  );

  it("is parsed or rejected, and gives a value or a transform error", () => {
    fc.assert(
      fc.property(fc.array(token, { maxLength: 12 }), (tokens) => {
        try {
          evaluate(parseExpression(tokens.join(" ")), surroundings);
        } catch (error) {
          expect(error instanceof ExpressionError || error instanceof TransformError).toBe(true);
        }
      }),
      { numRuns: runsFull ? 1_500 : 400 },
    );
  });

  it("meets every function with arguments of any type", () => {
    const argument = fc.constantFrom(
      "null",
      "1",
      "-3",
      "1.5",
      '"t"',
      '"2020-01-01"',
      "true",
      "[1, null]",
      '{"a": 1}',
      "now()",
      "c",
      '"("',
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...functionNames),
        fc.array(argument, { maxLength: 8 }),
        (name, args) => {
          try {
            evaluate(parseExpression(`${name}(${args.join(", ")})`), surroundings);
          } catch (error) {
            expect(
              error instanceof TransformError
                ? ""
                : `${name}(${args.join(", ")}): ${String(error)}`,
            ).toBe("");
          }
        },
      ),
      { numRuns: runsFull ? 3_000 : 800 },
    );
  });
});

describe("breaking changes", () => {
  const field = fc.letrec<{ field: object }>((tie) => ({
    field: fc.oneof(
      { depthSize: "small" },
      fc.record({ type: fc.constantFrom("string", "integer", "boolean") }),
      fc.record({
        type: fc.constant("object"),
        properties: fc.dictionary(fc.constantFrom("a", "b", "c"), tie("field"), { maxKeys: 3 }),
      }),
    ),
  })).field as fc.Arbitrary<Record<string, unknown>>;

  it("are not found between a schema and itself, nor when a field is added", () => {
    fc.assert(
      fc.property(field, (schema) => {
        expect(breakingChanges(schema, schema)).toEqual([]);
        const { properties } = schema as { properties?: object };
        if (properties !== undefined) {
          expect(
            breakingChanges(schema, {
              ...schema,
              properties: { ...properties, added: { type: "string" } },
            }),
          ).toEqual([]);
        }
      }),
    );
  });

  it("are found for every removed field, however deep", () => {
    fc.assert(
      fc.property(field, (schema) => {
        const { properties } = schema as { properties?: Record<string, object> };
        for (const name of Object.keys(properties ?? {})) {
          const rest = Object.fromEntries(
            Object.entries(properties ?? {}).filter(([key]) => key !== name),
          );
          expect(
            breakingChanges(schema, { ...schema, properties: rest }).map(({ path }) => path),
          ).toContain(`/${name}`);
        }
      }),
    );
  });
});
