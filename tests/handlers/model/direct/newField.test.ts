import { runInThisContext } from "node:vm";

import type { EventSlug, FieldDefinition } from "../../../../handlers/model";
import type * as Visitor from "../../../../handlers/model/fields/visitor";
import { fieldOfContributing } from "../../../support/fieldOfContributing";

/** The event model as step 1 of CONTRIBUTING.md's example leaves it. */
async function withNewField() {
  const text = await fieldOfContributing();
  const added = runInThisContext(`({${text}})`) as Record<string, FieldDefinition>;
  jest.doMock("../../../../handlers/model/fields/visitor", () => {
    const { visitorFields } = jest.requireActual<typeof Visitor>(
      "../../../../handlers/model/fields/visitor",
    );
    return { visitorFields: { ...visitorFields, ...added } };
  });
  return import("../../support/direct");
}

test("a field that a contributor adds is in the row of direct mode, and in its id", async () => {
  const { directRow } = await withNewField();
  const row = (slug: EventSlug, company?: string) =>
    directRow(slug, { visitor: { UUID: "u", ...(company !== undefined && { company }) } });
  for (const slug of ["feedback-left", "offline-message"] as const) {
    expect(row(slug, "Acme")).toMatchObject({
      _acme: { chatlio: { visitor: { company: "Acme" } } },
    });
    const ids = [undefined, "Acme", "Globex"].map((company) => row(slug, company)["_id"]);
    expect(new Set(ids).size).toBe(3);
    expect(row(slug, "Acme")["_id"]).toBe(ids[1]);
  }
});
