import { readFile } from "node:fs/promises";

import { assumptions } from "../../../emulator";
import { grades } from "../../../emulator/common/behavior";
import { collectFidelity, fidelityResponse } from "../../../emulator/fidelity/collect";
import { adobeServices } from "../../../emulator/services";
import { fidelityPage } from "../../../scripts/docs/fidelityPage";
import { withEmulator } from "../support/emulator";

const fidelity = collectFidelity(adobeServices);
const file = `${__dirname}/../../../docs/emulator-fidelity.md`;

describe("fidelity", () => {
  it("grades every route, error and rule, with its source", () => {
    for (const { what, says, source, grade } of fidelity.behaviors) {
      expect({ what, says: says.length > 10, source: source.length > 5 }).toEqual({
        what,
        says: true,
        source: true,
      });
      expect(grades).toContain(grade);
    }
  });

  it("names only assumptions that exist, and a behavior for each assumption", () => {
    const named = new Set(fidelity.behaviors.flatMap(({ assumption }) => assumption ?? []));
    expect([...named].filter((name) => !(name in assumptions))).toEqual([]);
    expect(Object.keys(assumptions).filter((name) => !named.has(name))).toEqual([]);
  });

  it("is up to date in docs/emulator-fidelity.md (npm run docs:emulator)", async () => {
    expect(await readFile(file, "utf8")).toBe(fidelityPage(fidelity));
  });

  it("is returned by a running emulator", async () => {
    await withEmulator({}, async (client) => {
      const { body } = await client.bare("GET", "/_emulator/fidelity");
      expect(body).toEqual(JSON.parse(JSON.stringify(fidelityResponse(fidelity))));
    });
  });
});
