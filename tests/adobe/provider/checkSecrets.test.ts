import * as fc from "fast-check";

import { definitions } from "../../../adobe/provider/resources";
import { checkHarness } from "../support/checkHarness";
import { filledMembers } from "../support/filledShapes";
import { urnOf } from "../support/stack";

const check = checkHarness();

test.each(definitions.map(({ token, inputs }) => [token, inputs] as const))(
  "no error of a check shows a value that may be a secret: %s",
  async (token, inputs) => {
    const secret = "hush-hush-1";
    const urn = urnOf(token.replace("adobe-aep:", ""), "x");
    await fc.assert(
      fc.asyncProperty(
        filledMembers(inputs, "", { text: secret, leftOut: [] }),
        async (program) => {
          const { failures } = await check.harness.provider.check(urn, program);
          expect(failures.filter(({ reason }) => reason.includes(secret))).toEqual([]);
        },
      ),
      { numRuns: 30 },
    );
  },
);

test.each([
  ["days", /, not "days"; correct it$/],
  ["hush-hush-1", /"MONTHS"; correct it$/],
])(
  "a value is shown where it is a typo of one of those that are allowed: %s",
  async (unit, end) => {
    const attribute = {
      name: "a",
      expression: "xEvent[].count()",
      duration: { count: 1, unit },
      status: "draft",
    };
    const reasons = await check.failures("profile:ComputedAttribute", attribute);
    expect(reasons["duration.unit"]).toMatch(end);
  },
);

test.each([
  ["7", /not the string "7"/],
  ["hush-hush-1", /not string/],
])("a text in place of a number is shown where it is one: %s", async (count, end) => {
  const attribute = {
    name: "a",
    expression: "xEvent[].count()",
    duration: { count, unit: "DAYS" },
    status: "draft",
  };
  const reasons = await check.failures("profile:ComputedAttribute", attribute);
  expect(reasons["duration.count"]).toMatch(end);
});
