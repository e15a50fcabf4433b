import { readFile } from "node:fs/promises";
import path from "node:path";

import prettier from "prettier";

import type { Report } from "../../bench/benchmark";
import { growthPage, type SavedParts } from "../../bench/growth/page";
import dataflows from "../../bench/growth/results/dataflows.json";
import events from "../../bench/growth/results/events.json";
import transcripts from "../../bench/growth/results/transcripts.json";
import waiting from "../../bench/growth/results/waiting.json";
import { performancePage } from "../../bench/page";
import results from "../../bench/results.json";
import { scalePage } from "../../bench/scale/page";
import loads from "../../bench/scale/results.json";
import { collectFidelity } from "../../emulator/fidelity/collect";
import { adobeServices } from "../../emulator/services";
import { errorsPage } from "../../tests/adobe/errors/page";
import { readRecording } from "../../tests/adobe/errors/recording";
import { insertTraffic } from "../../tests/engine/traffic/page";
import { costsPage } from "../costs/page";
import { policyPage } from "../deployerPolicy/policy";
import { configurationPage } from "./configurationPage";
import { directPage } from "./directPage";
import { dictionary } from "./eventsPage";
import { fidelityPage } from "./fidelityPage";
import { insertReports, probeReports, withoutNever } from "./probeReports";
import { providerPages } from "./providerPages";
import { registryPages } from "./registryPages";
import { trafficResults } from "./trafficResults";
import { insertVerdictTable } from "./verdictTable";

/** Reads a page as it is; empty when there is none. */
type Read = (file: string) => Promise<string>;

/** The text of each page of a group, by its path from the root of the repository. */
type Pages = Readonly<Record<string, string>>;

/** The generated pages, by the part of the project that they describe. */
const groups = {
  configuration: () => ({ "docs/configuration.md": configurationPage() }),
  costs: () => ({ "docs/costs.md": costsPage() }),
  deployer: () => ({
    "docs/aws-deployer-policy.json": policyPage("relay"),
    "docs/aws-deployer-storage-policy.json": policyPage("storage"),
  }),
  emulator: async (read, root) => {
    const reports = await probeReports(root);
    return {
      "docs/emulator-fidelity.md": fidelityPage(collectFidelity(adobeServices), reports),
      // Written by hand, except the rows of the probe's reports.
      "README.md": insertReports(await read("README.md"), reports),
      "docs/probe.md": withoutNever(await read("docs/probe.md"), reports),
    };
  },
  handlers: async (read) => ({
    "docs/direct.md": directPage(),
    "docs/events.md": dictionary(),
    // Written by hand, except the table.
    "docs/delivery.md": insertVerdictTable(await read("docs/delivery.md")),
  }),
  performance: () => ({
    "docs/growth.md": growthPage({ dataflows, events, transcripts, waiting } as SavedParts),
    "docs/performance.md": performancePage(results as Report),
    "docs/scale.md": scalePage(loads),
  }),
  provider: async () => ({
    ...Object.fromEntries(
      Object.entries(providerPages()).map(([name, text]) => [`docs/provider/${name}`, text]),
    ),
    "docs/provider/errors.md": errorsPage(await readRecording()),
    ...(await registryPages()),
  }),
  // Written by hand, except the table.
  traffic: async (read) => ({
    "docs/operating.md": insertTraffic(await read("docs/operating.md"), await trafficResults()),
  }),
} satisfies Record<string, (read: Read, root: string) => Pages | Promise<Pages>>;

export type Group = keyof typeof groups;
export const groupNames = Object.keys(groups) as readonly Group[];

/** A generated page: what the sources say, and what the file holds. */
export interface Page {
  /** Path from the root of the repository. */
  readonly file: string;
  readonly expected: string;
  /** Empty when there is no such file. */
  readonly actual: string;
}

/**
 * All pages of the given groups, formatted as `npm run format` would leave them.
 *
 * @param root - Directory that holds docs/.
 */
export async function generatedPages(root: string, wanted: readonly Group[]): Promise<Page[]> {
  const read: Read = (file) => readFile(path.join(root, file), "utf8").catch(() => "");
  const pages: Page[] = [];
  for (const group of wanted) {
    for (const [file, text] of Object.entries(await groups[group](read, root))) {
      const expected = await format(root, file, text);
      pages.push({ file, expected, actual: await read(file) });
    }
  }
  return pages;
}

async function format(root: string, file: string, text: string): Promise<string> {
  const filepath = path.join(root, file);
  const ignorePath = path.join(root, ".prettierignore");
  const { ignored } = await prettier.getFileInfo(filepath, { ignorePath });
  if (ignored) return text;
  return prettier.format(text, { ...(await prettier.resolveConfig(filepath)), filepath });
}
