import { definitions } from "../resources";

/** What the resources of a module are, in the order of the package's description. */
const subjects: Readonly<Record<string, string>> = {
  sandboxes: "sandboxes",
  xdm: "XDM schemas with their classes, data types, field groups and descriptors",
  identity: "identity namespaces",
  catalog: "datasets",
  profile:
    "merge policies, segment definitions and computed attributes of Real-Time Customer Profile",
  query: "query templates and schedules",
  policy: "marketing actions and governance policies",
  dataprep: "mapping sets",
  flow: "sources, destinations, the dataflows between them and key pairs for encrypted files",
};

/**
 * What the package has resources for, in a sentence.
 *
 * @throws Error when a module of the resources is not among the subjects, or has no resource any more
 */
export function packageDescription(): string {
  const modules = new Set(definitions.map(({ token }) => token.split(":")[1] ?? ""));
  const other = [...modules].filter((name) => !(name in subjects));
  const gone = Object.keys(subjects).filter((name) => !modules.has(name));
  if (other.length + gone.length > 0) {
    throw new Error(`the package's description does not fit: ${[...other, ...gone].join(", ")}`);
  }
  const all = Object.values(subjects);
  return `Adobe Experience Platform as code: ${all.join("; ")}.`;
}
