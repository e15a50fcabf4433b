/** One key and value of a list: a header, a variable, a field of a form. */
export interface Pair {
  readonly key: string;
  readonly value: unknown;
  readonly disabled?: boolean;
}

/** How a request, or all of a folder, logs in. Only bearer tokens are sent. */
export interface Auth {
  readonly type: string;
  readonly bearer?: readonly Pair[];
}

/** A request as Postman's format (v2.1) has it. */
export interface RequestDefinition {
  readonly method?: string;
  readonly url?: string | { readonly raw?: string; readonly variable?: readonly Pair[] };
  readonly header?: readonly Pair[];
  readonly auth?: Auth | null;
  readonly body?: {
    readonly mode?: string;
    readonly raw?: string;
    readonly urlencoded?: readonly Pair[];
    readonly disabled?: boolean;
  };
}

interface ScriptEvent {
  readonly listen: string;
  readonly script: { readonly exec?: string | readonly string[] };
}

interface Folder {
  readonly name?: string;
  readonly event?: readonly ScriptEvent[];
  readonly auth?: Auth | null;
  readonly item?: readonly Folder[];
  readonly request?: string | RequestDefinition;
}

/** A collection, as far as the replay reads it. */
export interface CollectionDefinition extends Folder {
  readonly variable?: readonly Pair[];
}

/** A request with everything that its folders give it. */
export interface ReplayItem {
  /** Folders and name, as `Schemas / Create a schema`. */
  readonly name: string;
  readonly request: RequestDefinition;
  /** The scripts of one kind: those of the collection and its folders first. */
  scripts(listen: "prerequest" | "test"): readonly object[];
}

/** The requests of a collection in their order. */
export function itemsOf(
  folder: Folder,
  names: readonly string[] = [],
  inherited: { readonly events: readonly ScriptEvent[]; readonly auth?: Auth | null } = {
    events: [],
  },
): readonly ReplayItem[] {
  const events = [...inherited.events, ...(folder.event ?? [])];
  const auth = folder.auth ?? inherited.auth ?? null;
  const { request } = folder;
  const own: ReplayItem[] =
    request === undefined
      ? []
      : [
          {
            name: names.join(" / "),
            request: { auth, ...(typeof request === "string" ? { url: request } : request) },
            scripts: (listen) =>
              events.filter((event) => event.listen === listen).map(({ script }) => script),
          },
        ];
  const inner = folder.item ?? [];
  return [
    ...own,
    ...inner.flatMap((item) => itemsOf(item, [...names, item.name ?? "unnamed"], { events, auth })),
  ];
}
