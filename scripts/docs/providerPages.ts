import { MAX_JSON_DEPTH, MAX_JSON_VALUES } from "../../adobe/client/boundedJson";
import { MAX_BODY_BYTES } from "../../adobe/client/exchange";
import { MAX_LIST_BYTES, MAX_PAGES } from "../../adobe/client/paging";
import { MAX_ITEMS } from "../../adobe/client/shapes";
import { MAX_LISTED, MAX_QUOTE, withArticle } from "../../adobe/client/text";
import { functions } from "../../adobe/provider/functions";
import { environmentOf } from "../../adobe/provider/lifecycle/config";
import type { Definition } from "../../adobe/provider/lifecycle/definition";
import { isTaggedInDescription } from "../../adobe/provider/lifecycle/ownershipTag";
import { definitions } from "../../adobe/provider/resources";
import { packageSchema } from "../../adobe/provider/schema/packageSchema";
import type { PackageSchema } from "../../adobe/provider/schema/packageSchema";
import type { PropertySpec } from "../../adobe/provider/schema/properties";

const GENERATED =
  "<!-- Made from the provider's own shapes by `npm run docs:provider`. Do not edit: a test compares it. -->";

/** The pages of docs/provider by file name, one for each type and function. */
export function providerPages(): Record<string, string> {
  const schema = packageSchema();
  const pages: Record<string, string> = { "README.md": overview(schema) };
  for (const definition of definitions)
    pages[fileOf(definition.token)] = typePage(definition, schema);
  for (const { token, description, example } of functions) {
    const spec = schema.functions[token];
    if (spec === undefined) continue;
    pages[fileOf(token)] = page([
      `# \`${token}\``,
      GENERATED,
      description,
      "## Arguments",
      ...list(spec.inputs.properties, spec.inputs.required, schema),
      "## Result",
      ...list(spec.outputs.properties, Object.keys(spec.outputs.properties), schema),
      "## Example",
      fence("ts", example),
    ]);
  }
  return pages;
}

/** `adobe-aep:xdm:FieldGroup` → `xdm-FieldGroup.md` */
function fileOf(token: string): string {
  return `${token
    .split(":")
    .slice(1)
    .join("-")
    .replace(/^index-/, "")}.md`;
}

function overview({ version, description, config }: PackageSchema): string {
  const link = (token: string) => `[\`${token}\`](${fileOf(token)})`;
  return page([
    "# The `adobe-aep` provider",
    GENERATED,
    `Version ${version}. ${description} How to install it elsewhere: [installing.md](installing.md). How to bring what a sandbox has under Pulumi: [importing.md](importing.md). In other languages: [languages.md](languages.md). How to add a type: [adding-a-type.md](adding-a-type.md). What an error means: [errors.md](errors.md). How it is tested: [testing.md](testing.md). Programs that show it: [examples](../../examples). What Pulumi's registry shows of it: [_index.md](../_index.md) and [installation-configuration.md](../installation-configuration.md).`,
    "## Configuration",
    "By `pulumi config set adobe-aep:<key>`, by the arguments of an explicit provider, or by the environment, in this order. Another credential replaces nothing. Another sandbox or organization replaces every resource (another sandbox no `sandboxes.Sandbox`, which belongs to the organization), shown at preview: the objects of the sandbox left are deleted once the new ones are made; those of another organization stay there, for the new credential cannot reach them, and a warning names each.",
    ...Object.entries(config.variables).map(
      ([key, { description = "" }]) =>
        `- \`${key}\` (\`${environmentOf[key as keyof typeof environmentOf]}\`): ${description}`,
    ),
    "## Resources",
    ...definitions.map(
      ({ token, description }) => `- ${link(token)}: ${firstSentence(description)}`,
    ),
    "## Functions",
    ...functions.map(({ token, description }) => `- ${link(token)}: ${firstSentence(description)}`),
    "## Names",
    "An object without a name or title in the program gets an auto-name: `<prefix> <kind> (<stack>) 1a2b3c4d-9f8e7d5c6b`. The first eight hex digits are a digest of the prefix, the URN, the inputs that force a replacement, and the name or ownership tag of the object that it replaces. The next six stand for this one state: they are a digest of the id of its provider resource, which the engine makes at random, and of the backend. The last four stand for this one create: they come from the random id of the machine's journal (see below), the sandbox, and the number of objects that the machine has made for this resource. So two states never make the same name, although their stacks are called alike, nor do two machines, nor does a resource that is made again. A name stays as long as its object does, whichever machine runs the stack. The preview of a stack's first `up` does not know the auto-names yet.",
    "An object whose name or title the program gives carries the same digits as an ownership tag at Adobe, at the end of its description: `Chat rows [pulumi 1a2b3c4d-9f8e7d5c6b]` (a mapping set, which has no description, has a tag named `pulumi`, and a merge policy, a query template and a key pair have no place for one). The tag shows in Adobe's UI only: no input, output, diff or import has it.",
    "## Interrupted runs, and objects of other states",
    "A run may be killed after Adobe has made an object and before the engine has got its id. The next run **on the same machine** finds the object and adopts it, with a warning; the preview says `will adopt …`, also while inputs that are not part of the name are unknown, and stops where the `up` would: at a difference that Adobe cannot change, or that no program may make (`allowBreaking`). It knows from a journal in Pulumi's home directory (`~/.pulumi/adobe-aep/creates`), which notes for each organization and sandbox every create before it is sent, its outcome, and each id before the engine gets it. A file that has grown keeps one line for each object that was made, and is deleted when nobody has written to it for 400 days. Only this evidence counts, and only for the name or tag of that one create: a copy of an object that was made earlier has another name, so it stays where it is. Of two objects with the name of the create, the older one is adopted, and none that Adobe shows to be made with another client id. A descriptor has no name, a mapping set may lack its tag, and a merge policy or query template whose name the program gives has none, so nothing at Adobe says whose it is: within an hour, one is adopted that has what the create sent (values of optional inputs that it did not send do not count, because Adobe may add them, and they stay), also when the program has changed since then, or what a run that was killed while it adopted the object has sent; never one that this machine knows as another create's. An identity whose `primary` has changed since then is an error, at preview too: the `up` after its import line replaces it, or delete it in Adobe's UI, and the `up` makes it. Any other one is somebody else's, so the create stops with the import line and changes nothing.",
    "The rule is the same after a killed run and after a response that was lost. An object with the name or tag of the create is _certain_, one of equal content is _doubtful_. A certain one is always taken before a doubtful one, and a doubtful one only when the whole search has found no other. What Adobe does not show yet may be there: for 30 seconds after the request, a run looks again for what the lists do not have, and what a list has and a read does not gets 30 seconds too. When Adobe still does not show it, the create stops and makes nothing. The journal keeps what each request of unknown outcome has sent until its outcome is known. An object whose id the engine has got is never adopted, however its state has lost it (`pulumi state delete`, `pulumi state move`, `aliases`, a restored checkpoint), and under whichever provider resource of this machine (an import uses the default provider, unless you name another). What a killed run of this resource has left under another provider resource, because the program has an explicit one since then or one of another name, is not adopted either, as a stack of the same name may have it: when a new object gets an auto-name, preview and `up` name the old one in a warning, with the import line. They also name what a killed run of this resource has left in another sandbox, when `adobe-aep:sandbox` has changed since then. Neither is an object that another machine has made. One limit: an object that this machine left behind, that another machine imports into this state, and that leaves the state there, is not known here to have been in it. Within a day of the killed run, a run on this machine adopts it as this state's own, and deletes it with the stack; after a day it is adopted without proof only (see below).",
    "So there are two objects then, or an error. Under an auto-name the new object gets a name of its own. Under a name that the program gives, the create stops with the id and what to do: `aliases` for a renamed resource, `pulumi import`, or another name. The import line of a component's child has `--parent`, in which you write the component's name: imported under any other URN, the object is not this resource's, and a later `pulumi up` deletes it, once it is not protected any more (an import protects it). What a killed run on another machine, or on a CI runner whose home directory is gone, has left behind stays at Adobe. A preview or `up` that makes the object again names it in a warning: delete it, or import it. The same holds for the few milliseconds between the response to the engine and the engine's own save: a machine that dies just then leaves an object that the next run does not adopt. When the program has changed since the interrupted run, so that no create takes up what it has left, the next create of the type names it in a warning.",
    "`adoptExisting` is your consent to adopt more: an unmanaged object that has the name, and the one object with an auto-name or ownership tag of another state of this stack name. It takes what `pulumi import` takes, and what the program does not give counts as after an import (see Imports). What only a replacement could change is an error with the import line: the `up` after the import replaces the object. With it a stack that was destroyed gets the objects back that the destroy kept (`retainOnDelete`), and the preview says which. Do not set it while another stack of the same project, stack and resource names is in use, or was renamed from that name: it would adopt that stack's living objects, and its destroy would delete them. An object that had replaced another one has another name: use `pulumi import`.",
    "**What was adopted without proof is not deleted without consent.** That is what `adoptExisting` has adopted, a descriptor that was found by its inputs, a mapping set that Adobe shows without its tag after a lost response, a merge policy or query template whose name the program gives after a lost response, an object that was made more than ten minutes after the last request of its interrupted create, and one whose create was interrupted more than a day ago. The times are this machine's and Adobe's: where this machine's clock is more than ten minutes slow, what a killed run has left counts as made too late, so it is adopted without proof, and a descriptor stops the create with its import line. Where it is more than an hour fast, it counts as older than the create, with the same effect. The journal notes it before the adoption writes a name or tag, so it holds also when that run is killed. A destroy or a replacement leaves it at Adobe, with a warning that names it, because another state may have it. A replacement that has to delete it first, as of an identity descriptor, stops at preview. A change of it is carried out, with a warning in the preview that it may be another stack's too. With `adoptExisting` set (and an `up` since then, as a destroy uses the provider's configuration in the state) it is deleted, with a warning that names it. An object that was imported is deleted as the stack's own.",
    "A create whose response does not arrive, or is a gateway's (408, 502, 504), is looked up for a minute, and only then sent again. Where Adobe itself responds that it has failed, and where a title must be unique (classes, data types, field groups, schemas), so that a second request makes no second object, that is 7 seconds. Where a name or title must be unique, a rejection of the second request may be due to the first: then Adobe's lists get half a minute to show it. When somebody else makes an object of the name that the program gives meanwhile, the create stops with the import line. Should Adobe carry out the first request even later, there are two objects of one auto-name. The state notes that this may happen, so every later preview, `up`, refresh and destroy, on any machine, looks once and names the second one in a warning. That ends when a lookup more than a day later has found none (on this machine, or after a refresh everywhere), and after a month at the latest. A copy that somebody has made with the same credential looks the same, so look at it before you delete it in Adobe's UI. (Titles of schemas and field groups are unique at Adobe, so there is never a second one.)",
    "Objects of a state that an earlier version of the provider wrote keep their names and tags, which have fewer digits.",
    "A stack copied by `pulumi stack export` and `import` holds the same objects as the original. What each makes from then on is its own. A destroy of one deletes the objects of both: take them out of its state first (`pulumi state delete`).",
    "`pulumi up --replace <urn>` and `pulumi state taint` do not tell a provider about the existing object: the new one gets an auto-name of its own, and the old one is deleted; a warning names the old one, as the provider cannot know that it goes. With a name that the program gives the create stops, because the name is taken, and says how to undo it (`pulumi state untaint`). With `adoptExisting` set, the create adopts the very object that was to be replaced, and the preview says so: unset it first.",
    "## Imports",
    "After an import, what the program gives is compared with what Adobe shows. What Adobe shows beyond that is not a change where only a replacement could remove it (such as the `providerId` of a source connection), and neither is what the platform adds later. The same goes for labels, tags, `identity` and `upsert` of a dataset, and for the optional inputs of a relationship and of a display info descriptor, with their languages and values, also after a refresh and when the object is adopted: what the program does not give stays at Adobe. Where leaving out means none, the program decides: a description, or the retention of a dataset (`retentionDays`, `profileRetentionDays`) that was set in Adobe's UI and that the program does not give, is removed by the next `pulumi up`, and the preview shows it. Give the value to keep it.",
    "## Waits",
    'Adobe\'s services learn with a delay what others of them have just made, changed or deleted. So what this run has done, or another provider or command on this machine just before in the same sandbox, gets time: a 404 about an object that it made (a read, a change, or a reference to it) 30 seconds; the rejection of `profile: true` after the schema has joined the union two minutes; "in use" after it has deleted what used the object two minutes; a 403 or 404 of whatever is called in a sandbox that it made two minutes from when that became active. An info line says what is waited for, and a cancel or `customTimeouts` ends the wait. The same rejection of any other object is an error at once.',
    "## Requests",
    "A program of 500 resources (25 pipelines from field group to dataflow, and 300 objects that stand alone) takes about 770 requests in its first `pulumi up` and before that about 35 in its preview, none in a preview without changes, 501 in a refresh, and about 950 in a destroy: measured on the emulator with 16 operations at a time, and bounded by `npm run test:full -- tests/adobe/provider/manyResources` (by `npm test` of 100 resources). The same program under the real engine took 733 requests in its first `pulumi up`, 8 in the preview before that, none in one without changes, 501 in a refresh and 656 in a destroy, without the looks at what Adobe changes by and by (`npm run test:engine -- tests/engine/provider/manyResources`, 30 November 2026). At most six requests of a credential are in flight at a time, a choice of this provider. After a 429 all of them wait as long as Adobe says.",
    "A create looks for an object of its name or inputs first. Adobe's lists of namespaces, merge policies, segment definitions, computed attributes, query templates, schedules, governance policies and key pairs are read whole for it, and of descriptors those of one schema. Such a list is read once for all creates of the next ten seconds, with any `--parallel`, and once more after a change or a delete of one of its objects, or for a name that the run has used already: 48 creates of a type took one read. What a request has made whose outcome is not known is always looked for in a new list. A list is read in pages of 100 at most, so how many requests that takes depends on what the sandbox has. Field groups, schemas, datasets, mapping sets and objects of Flow Service are looked up one by one, each with one request: Adobe finds these by name, and a sandbox may have thousands that are not the program's. Of what a program names and does not make, data usage labels, and Adobe's own classes, field groups and data types are looked up in one list of each in a run, and the organization's own by their ids. A refresh reads each object by its id: a list may be many times as long as the program, and not all of them show all of an object.",
    "## Paths",
    "`_tenant` in a path stands for the organization's tenant namespace, also inside Adobe's standard objects: `web._tenant.score`.",
    "## What is left out",
    "The functions know the whole of Adobe's catalog of sources and destinations, the resources a part of it. What is left out is not checked and not compared, so make it in Adobe's UI:",
    "- Of a destination of files: its mapping set, which is between two schemas of Data Prep. Adobe's guide makes these schemas by `POST /data/foundation/conversion/schemas`; no document shows how one is read, found, changed or deleted, and its API reference does not have them. Of an audience there: its enrichment, and the namespace of one that was uploaded. Of a source of encrypted files that are signed: your own keys (`customer-keys`), for which Adobe's guide shows how one is sent and all are listed, and not how one is deleted. Of an export of datasets: all but its interval and start. Adobe's guides describe them; this provider does not have them yet, and the pages of Dataflow say how to make by hand what one needs.",
    "- Of `data` of a source connection, all but format and properties. Of `params`, a preview and a create check what the JSON Schema of the specification describes (not `format`, not `additionalProperties: false`, and not that only one schema of `oneOf` fits: Adobe takes more than its specifications say), and at preview what Adobe's guides to files and streams rule out.",
    "- Custom labels, which Adobe cannot delete, and which of Adobe's own governance policies are enabled.",
    "No type is there yet for runs of queries, and for these:",
    "- Roles of access control: Adobe's documents show how a role is made and gets users and API credentials, and no request that gives it permissions, sandboxes or user groups. So a program could not say what a role may do.",
    "- Access policies (attribute-based access control): Adobe's documents show rules, conditions and actions by examples only, which contradict each other.",
    "- Datastreams: none of Adobe's API references has a request that makes or changes one, and [its tutorial](https://experienceleague.adobe.com/docs/platform-learn/comprehensive-technical-tutorial-v21/module1/ex2.html) says that they are managed in the Data Collection UI.",
    "## Limits",
    ...limits(),
  ]);
}

/** What the provider accepts of a server. */
function limits(): string[] {
  const mib = 1024 * 1024;
  return [
    "Nothing that a server responds stops the provider, fills its memory or leads it elsewhere. These are errors that say so:",
    "- A redirect, of Adobe's APIs and of IMS. It is not followed: another host would get the credential.",
    `- A response of more than ${MAX_BODY_BYTES / mib} MiB, decompressed, nested more than ${MAX_JSON_DEPTH} levels deep or of more than ${MAX_JSON_VALUES} values; headers of more than 16 KiB; a response that is not there whole after 60 s.`,
    `- A list of more than ${MAX_PAGES} pages or ${MAX_LIST_BYTES / mib} MiB, with a page of more than ${MAX_ITEMS} objects, with a continuation token or a page that comes again, or with a next link to another host.`,
    "- An id that would lead to another path: an empty one, `..`, or one with slashes, percent signs or spaces.",
    `An error message quotes at most ${MAX_QUOTE} characters of a server's text, on one line, without control characters, secrets and tokens. It names at most ${MAX_LISTED} things of one kind and counts the others.`,
  ];
}

function typePage(
  definition: Pick<
    Definition<object, object>,
    | "token"
    | "description"
    | "displayName"
    | "inputs"
    | "importId"
    | "example"
    | "replaces"
    | "ignored"
    | "unorderedLists"
    | "nameInput"
    | "tagLocation"
    | "alwaysAdopt"
    | "naturalKey"
    | "keyInput"
  >,
  schema: PackageSchema,
): string {
  const { token, replaces } = definition;
  const spec = schema.resources[token];
  if (spec === undefined) throw new Error(`no schema of ${token}`);
  const outputs = Object.fromEntries(
    Object.entries(spec.properties).filter(([name]) => !(name in spec.inputProperties)),
  );
  const replacing = Object.entries(replaces).map(([name, why]) => `- \`${name}\`: ${why}.`);
  return page([
    `# \`${token}\``,
    GENERATED,
    definition.description,
    "## Inputs",
    ...list(spec.inputProperties, spec.requiredInputs, schema),
    "## Outputs",
    "In addition to the inputs:",
    "- `id`: " + idOf(definition.importId),
    ...list(outputs, Object.keys(outputs), schema),
    "## What replaces",
    ...(replacing.length === 0
      ? ["Nothing."]
      : [
          "A change of any of these makes a new object; every other change is made in place.",
          ...replacing,
        ]),
    "## When it is already there",
    alreadyThere(definition),
    "## Import",
    `By ${definition.importId}:`,
    fence("sh", `pulumi import ${token} <name> '<id>'`),
    "## Example",
    fence("ts", definition.example),
  ]);
}

/** What a create does about an object that is there, by the way the type is known again. */
function alreadyThere(
  definition: Pick<
    Definition<object, object>,
    | "displayName"
    | "inputs"
    | "nameInput"
    | "tagLocation"
    | "alwaysAdopt"
    | "naturalKey"
    | "keyInput"
  >,
): string {
  const { displayName, nameInput, alwaysAdopt, keyInput } = definition;
  if (alwaysAdopt !== undefined) return alwaysAdopt;
  if (definition.naturalKey !== undefined) {
    const same = keyInput === undefined ? "inputs" : `\`${keyInput}\``;
    const nameless = keyInput === undefined ? "no name and " : "";
    return (
      `${withArticle(displayName).replace("a", "A")} has ${nameless}no ownership tag, so nothing at Adobe says which stack has it. One with the same ${same} stops the create with its id and the import command, unless \`adoptExisting\` is set, ` +
      `or a run of this stack was interrupted at this very create on the same machine: then it is adopted, unless that was more than an hour ago, Adobe shows that it was made later or with another client id, or another stack on this machine has made it. What was adopted so may still be another stack's, unless the response to the interrupted create had its id. So a destroy leaves it at Adobe and says so, a change in place warns that it may be another stack's too, and a replacement is an error at preview, unless \`adoptExisting\` is set. Import one to have it deleted as your own. Two resources of one program cannot have the same ${same}.`
    );
  }
  const location =
    definition.tagLocation ??
    (isTaggedInDescription(definition)
      ? "at the end of its description, as `[pulumi 1a2b3c4d-9f8e7d5c6b]`"
      : undefined);
  if (nameInput === undefined || location === undefined) {
    throw new Error(`nothing identifies a ${displayName}`);
  }
  return (
    `${withArticle(displayName).replace("a", "A")} that an interrupted run of this resource has left behind is found and adopted: by its auto-name, ` +
    `or, when the program gives the ${nameInput}, by its ownership tag ${location}. ` +
    `Any other ${displayName} of the same ${nameInput} stops the create with its id and the import command, unless \`adoptExisting\` is set.`
  );
}

function idOf(importId: string): string {
  return `${importId.split(/,? or |, as /)[0] ?? importId}.`;
}

function list(
  properties: Record<string, PropertySpec>,
  required: readonly string[],
  schema: PackageSchema,
): string[] {
  return Object.entries(properties).flatMap(([name, property]) => {
    const facts = [
      typeName(property),
      required.includes(name) ? undefined : "optional",
      property.secret === true ? "secret" : undefined,
    ];
    const head = `- \`${name}\` (${facts.filter((fact) => fact !== undefined).join(", ")})`;
    const text = property.description === undefined ? head : `${head}: ${property.description}`;
    return [text, ...nested(property, schema)];
  });
}

/** The properties of a named type, one level in; deeper ones are the same type again. */
function nested(property: PropertySpec, schema: PackageSchema): string[] {
  const ref = property.$ref ?? property.items?.$ref ?? property.additionalProperties?.$ref;
  const spec = schema.types[ref?.replace("#/types/", "") ?? ""];
  if (spec === undefined || "enum" in spec) return [];
  return Object.entries(spec.properties).map(([name, inner]) => {
    const optional = spec.required.includes(name) ? "" : ", optional";
    return `  - \`${name}\` (${typeName(inner)}${optional}): ${inner.description ?? ""}`;
  });
}

function typeName(property: PropertySpec): string {
  if (property.$ref !== undefined) return property.$ref.split(/[:/]/).at(-1) ?? "any";
  if (property.type === "array") return `list of ${typeName(property.items ?? {})}`;
  if (property.type === "object") return `map of ${typeName(property.additionalProperties ?? {})}`;
  return property.type ?? "any";
}

function firstSentence(text: string): string {
  return /^.*?[.:](?=\s|$)/s.exec(text)?.[0].replace(/:$/, ".") ?? text;
}

function fence(language: string, code: string): string {
  return `\`\`\`${language}\n${code}\n\`\`\``;
}

/** Blocks with a blank line between them; items of a list directly below each other. */
function page(blocks: readonly string[]): string {
  let text = "";
  let wasItem = false;
  for (const block of blocks) {
    const isItem = /^\s*- /.test(block);
    text += (text === "" ? "" : wasItem && isItem ? "\n" : "\n\n") + block;
    wasItem = isItem;
  }
  return `${text}\n`;
}
