import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { isMap, isScalar, parseDocument, type Document } from "yaml";

import { UserError } from "../userError";

/** One plain value of the stack's configuration, and the comment that it gets when it is new. */
export interface Setting {
  readonly key: string;
  readonly value: unknown;
  readonly comment: string;
}

/** `Pulumi.<stack>.yaml`. Comments, order, and keys that `init` does not know stay as they are. */
export class StackFile {
  readonly name: string;
  readonly #file: string;

  /** @param stack - its name, also with an organization before it: `acme/prod` */
  constructor(directory: string, stack: string) {
    this.name = `Pulumi.${stack.split("/").at(-1) ?? stack}.yaml`;
    this.#file = path.join(directory, this.name);
  }

  /** @throws UserError when the file is not YAML */
  #read(): Document {
    const text = existsSync(this.#file) ? readFileSync(this.#file, "utf8") : "";
    const document = parseDocument(text);
    const [error] = document.errors;
    if (error === undefined) return document;
    const [first, ...rest] = error.message.split("\n");
    throw new UserError([`${this.name} is not valid YAML: ${first}`, ...rest]);
  }

  /** The plain values, by key. A value that is encrypted is `{ secure: … }`. */
  config(): Readonly<Record<string, unknown>> {
    const { config = {} } = (this.#read().toJS() ?? {}) as {
      config?: Record<string, unknown> | null;
    };
    return config ?? {};
  }

  /** Writes what differs. Resolves with the keys that changed. */
  write(settings: readonly Setting[]): readonly string[] {
    const document = this.#read();
    const before = this.config();
    const changed = settings.filter(
      ({ key, value }) => JSON.stringify(before[key]) !== JSON.stringify(value),
    );
    if (changed.length === 0) return [];
    if (!isMap(document.contents)) document.contents = document.createNode({});
    if (!isMap(document.get("config"))) document.set("config", document.createNode({}));
    for (const { key, value, comment } of changed) {
      const config = document.get("config");
      if (!isMap(config)) continue;
      const present = config.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
      const node = document.createNode(value);
      if (present !== undefined) {
        present.value = node;
        continue;
      }
      const named = document.createNode(key);
      named.commentBefore = ` ${comment}`;
      config.add({ key: named, value: node });
    }
    writeFileSync(this.#file, document.toString({ lineWidth: 100 }));
    return changed.map(({ key }) => key);
  }
}
