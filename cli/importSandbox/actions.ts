import { AdobeError } from "../../adobe/client";
import { sandboxHint } from "../../adobe/client/hints";
import {
  bring,
  SandboxReader,
  shortType,
  type Brought,
  type Choice,
  type Listing,
} from "../../adobe/provider/importing";
import { readAdobeSettings, type SettingsOptions } from "../adobeSettings";
import { withProgress } from "../progress";
import { printJson } from "../terminal";
import { UsageError } from "../userError";
import { choiceOf, type ChoiceOptions } from "./choice";
import { OutFolder } from "./outFolder";
import { printListing, printNotListed, printBrought, listingJson, broughtJson } from "./report";

export interface ImportSandboxOptions extends SettingsOptions, ChoiceOptions {
  readonly force?: true;
  readonly json?: true;
}

/** Longest wait for one response, in milliseconds. */
const TIMEOUT_MS = 60_000;

/** `import-sandbox`: lists what is there, or writes program and import file of what is chosen. */
export async function importSandbox(options: ImportSandboxOptions): Promise<void> {
  const choice = choiceOf(options);
  const out = options.out === undefined ? undefined : new OutFolder(options.out);
  if (options.force !== true && options.dryRun !== true) await out?.expectFree();
  const settings = await readAdobeSettings(options, process.env);
  const reader = new SandboxReader(settings, { timeoutMs: TIMEOUT_MS });
  try {
    const listing = await withProgress("Listing the sandbox", () => reader.list());
    // An empty sandbox may be what the user wanted to see.
    if (choice === undefined || listing.objects.length === 0) {
      listed(options, settings.sandbox, listing);
      return;
    }
    const { objects } = listing;
    const brought = await withProgress("Reading what is chosen", () =>
      bring(reader, settings.sandbox, objects, choice),
    );
    if (!options.json) printNotListed(listing);
    expectSome(brought);
    const files = options.dryRun === true ? [] : ((await out?.write(brought)) ?? []);
    if (options.json) printJson(broughtJson(settings.sandbox, listing, brought, files));
    else printBrought(brought, files);
    if (brought.left.length > 0 || isMissed(listing, choice)) process.exitCode = 1;
  } catch (error) {
    const isSandbox = error instanceof AdobeError && error.details.hint === sandboxHint;
    throw isSandbox ? new UsageError(error.message) : error;
  } finally {
    reader.close();
  }
}

function listed({ json }: ImportSandboxOptions, sandbox: string, listing: Listing): void {
  if (json) {
    printJson(listingJson(sandbox, listing));
    return;
  }
  printNotListed(listing);
  printListing(listing);
}

/** Whether something of the choice may be there that could not be listed. */
function isMissed({ notListed }: Listing, { types }: Choice): boolean {
  return notListed.some(({ token }) => types.length === 0 || types.includes(shortType(token)));
}

/** @throws UsageError when the choice names nothing */
function expectSome({ imported, left }: Brought): void {
  if (imported.length + left.length > 0) return;
  throw new UsageError(
    "Nothing in the sandbox fits --type and --name. Run the command without them to see what is there.",
  );
}
