import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { isMap, isNode, isScalar, isSeq, parseDocument, type Document, type YAMLSeq } from "yaml";

import { UsageError } from "../userError";

/** One plain value of the stack's configuration, and the comment that it gets when it is new. */
export interface Setting {
  readonly key: string;
  readonly value: unknown;
  readonly comment: string;
}

/** `Pulumi.<stack>.yaml`. Comments, order, and keys that `init` does not know stay as they are. */
export class StackFile {
  readonly name: string;
  /** Name of the stack, without an organization before it. */
  readonly stack: string;
  readonly #file: string;

  /** @param stack - its name, also with an organization before it: `acme/prod` */
  constructor(directory: string, stack: string) {
    this.stack = stack.split("/").at(-1) ?? stack;
    this.name = `Pulumi.${this.stack}.yaml`;
    this.#file = path.join(directory, this.name);
  }

  /** @throws UsageError when the file is not YAML */
  #read(): Document {
    const text = existsSync(this.#file) ? readFileSync(this.#file, "utf8") : "";
    const document = parseDocument(text);
    const [error] = document.errors;
    if (error === undefined) return document;
    const [first, ...rest] = error.message.split("\n");
    throw new UsageError([`${this.name} is not valid YAML: ${first}`, ...rest]);
  }

  /** The plain values, by key. A value that is encrypted is `{ secure: … }`. */
  config(): Readonly<Record<string, unknown>> {
    const { config = {} } = (this.#read().toJS() ?? {}) as {
      config?: Record<string, unknown> | null;
    };
    return config ?? {};
  }

  /** Whether the file itself says how its secrets are encrypted, other than by a passphrase. */
  hasSecretsProvider(): boolean {
    const all = (this.#read().toJS() ?? {}) as { secretsprovider?: unknown };
    return all.secretsprovider !== undefined && all.secretsprovider !== "passphrase";
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
      if (present !== undefined) {
        present.value = changedNode(document, present.value, value);
        continue;
      }
      const named = document.createNode(key);
      named.commentBefore = ` ${comment}`;
      config.add({ key: named, value: document.createNode(value) });
    }
    // Without a width, so that long lines that somebody wrote are not folded.
    writeFileSync(this.#file, document.toString({ lineWidth: 0 }));
    return changed.map(({ key }) => key);
  }
}

/** The node with another value. It changes in place where it can, because comments belong to nodes. */
function changedNode(document: Document, node: unknown, value: unknown): unknown {
  if (isScalar(node) && !isList(value)) {
    node.value = value;
    return node;
  }
  if (isSeq(node) && isList(value)) {
    changeItems(document, node, value);
    return node;
  }
  const created = document.createNode(value);
  if (isNode(node)) {
    created.commentBefore = node.commentBefore ?? null;
    created.comment = node.comment ?? null;
  }
  return created;
}

/** Items that stay keep their comments; the comment of an item that goes, goes with it. */
function changeItems(document: Document, list: YAMLSeq, values: readonly unknown[]): void {
  const present = [...list.items];
  list.items = values.map((value) => {
    const index = present.findIndex((item) => isScalar(item) && item.value === value);
    return index < 0 ? document.createNode(value) : present.splice(index, 1)[0];
  });
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
