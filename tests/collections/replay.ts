import { Collection, VariableScope, type Item } from "postman-collection";
import { Runner } from "postman-runtime";

import { emulatorAgents, noProxies } from "./agents";
import { filesBelow } from "./files";
import { UsageError, type CollectionFile, type Variable } from "./format";
import { Results, type Replayed } from "./results";
import { isLeftEmpty, scopesOf } from "./variables";

/** Milliseconds. A run that takes longer is stopped. */
const timeout = { global: 600_000, request: 30_000, script: 30_000 };

/** What a replay needs in addition to the collection. */
export interface ReplayTarget {
  /** The emulator's address. */
  readonly url: string;
  /** An access token of the emulator. */
  readonly token: string;
  /** Absolute path of the folder from which bodies may take files. */
  readonly folder: string;
  /** Values of the user's environment. Default: none. */
  readonly environment?: readonly Variable[];
}

/** The package's types lack this method of a collection. */
interface Items {
  forEachItem(visit: (item: Item) => void): void;
}

/** Postman's own class checks next to nothing, so its type does not help here. */
function toCollection(file: object): Collection & Items {
  try {
    return new Collection(file) as Collection & Items;
  } catch (error) {
    throw new UsageError(`Postman cannot read the collection: ${(error as Error).message}`);
  }
}

/**
 * Runs a collection with Postman's own runner. Every request goes to the emulator or nowhere.
 *
 * @returns one result for each request in the order of the run, then those that the run has not reached
 * @throws UsageError when Postman cannot read the collection
 * @throws Error when the run does not end in ten minutes
 */
export async function replay(
  collection: CollectionFile,
  { url, token, folder, environment = [] }: ReplayTarget,
): Promise<readonly Replayed[]> {
  const scopes = scopesOf(token, environment, collection.variable ?? []);
  const results = new Results();
  const options = {
    environment: new VariableScope({ values: [...scopes.environment] }),
    globals: new VariableScope({ values: [...scopes.globals] }),
    timeout,
    proxies: noProxies,
    fileResolver: filesBelow(folder),
    ignoreProxyEnvironmentVariables: true,
    requester: {
      agents: emulatorAgents(url),
      strictSSL: false,
      // The emulator rejects requests under a name that is not its own.
      systemHeaders: { Host: new URL(url).host },
    },
  };
  const variable = (collection.variable ?? []).filter((one) => !isLeftEmpty(one));
  const items = toCollection({ ...collection, variable });
  await new Promise<void>((resolve, reject) => {
    new Runner().run(items, options, (error, run) => {
      if (error) {
        reject(error);
        return;
      }
      const done = (failure: Error | null | undefined): void => {
        if (failure) reject(failure);
        else resolve();
      };
      run.start({ ...results.callbacks(() => run.abort()), done });
    });
  });
  items.forEachItem((item) => results.addUnreached(item));
  return results.list();
}
