import type { Planned } from "./plan";

/** An object in AWS that stands where the program would create one. */
export interface Existing {
  readonly planned: Planned;
  /** Its id, as the AWS provider forms it. */
  readonly id: string;
}

interface Entry {
  readonly type: string;
  readonly name: string;
  readonly id?: string;
  readonly component?: true;
  readonly parent?: string;
}

/** What `pulumi import --file` takes. */
export interface ImportFile {
  readonly nameTable: Readonly<Record<string, string>>;
  readonly resources: readonly Entry[];
}

/**
 * The file with which Pulumi imports the objects as children of the program's components. Imported
 * anywhere else they would be other resources, which the next update would delete.
 *
 * @param creates everything that would be created, components that the state does not hold yet included
 */
export function importFile(existing: readonly Existing[], creates: readonly Planned[]): ImportFile {
  const planned = new Map(creates.map((each) => [each.urn, each]));
  const nameTable: Record<string, string> = {};
  const components = new Map<string, Entry>();

  /** The name by which an entry refers to its parent; the parent is added when the state lacks it. */
  function parentOf({ parent }: Planned): { parent?: string } {
    if (parent === undefined || isStack(parent)) return {};
    const missing = planned.get(parent);
    if (missing === undefined) {
      const name = parent.split("::").at(-1) ?? "";
      nameTable[name] = parent;
      return { parent: name };
    }
    const { name, type } = missing;
    if (!components.has(name)) {
      const above = parentOf(missing);
      components.set(name, { type, name, component: true, ...above });
    }
    return { parent: name };
  }

  const entries = existing.map(({ id, planned: each }) => {
    return { type: each.type, name: each.name, id, ...parentOf(each) };
  });
  return { nameTable, resources: [...components.values(), ...entries] };
}

function isStack(urn: string): boolean {
  return urn.split("::")[2] === "pulumi:pulumi:Stack";
}
