import type { Properties } from "../../../provider-sdk";
import type { ProviderConfig } from "./config";
import type { Session } from "./session";

/**
 * Input in which the state keeps the sandbox and organisation of an object. As all that begins so,
 * the engine stores it and never shows it.
 */
export const PLACE = "__place";

/** `<orgId>/<sandbox>` */
export function placeOf({ orgId, sandbox }: ProviderConfig): string {
  return `${orgId}/${sandbox}`;
}

function readPlace(place: string): Pick<ProviderConfig, "orgId" | "sandbox"> {
  const at = place.lastIndexOf("/");
  return { orgId: place.slice(0, at), sandbox: place.slice(at + 1) };
}

/**
 * The sandboxes one configured provider speaks to: the one it is configured for, and, when that was
 * changed, the one in which the objects of before still are. So a change of sandbox replaces every
 * object without replacing the provider, and a slip that is taken back replaces nothing.
 */
export class Places {
  readonly #sessions = new Map<string, Session>();

  constructor(private readonly open: (config: ProviderConfig) => Session) {}

  #config: ProviderConfig | undefined;

  configure(config: ProviderConfig): void {
    for (const session of this.#sessions.values()) session.client.close();
    this.#sessions.clear();
    this.#config = config;
  }

  get config(): ProviderConfig {
    if (this.#config === undefined) throw new Error("the provider adobe-aep is not configured");
    return this.#config;
  }

  /** Where new objects are made. */
  get current(): Session {
    return this.#at(this.config);
  }

  /** Where the object with these last known inputs is; undefined: in another organisation. */
  of(inputs: Properties | undefined): Session | undefined {
    const place = inputs?.[PLACE];
    if (typeof place !== "string" || place === placeOf(this.config)) return this.current;
    const { orgId, sandbox } = readPlace(place);
    return orgId === this.config.orgId ? this.#at({ ...this.config, sandbox }) : undefined;
  }

  /** Which part of the configuration says that the object is to be elsewhere; undefined: none. */
  movedBy(inputs: Properties): "orgId" | "sandbox" | undefined {
    const place = inputs[PLACE];
    if (typeof place !== "string" || place === placeOf(this.config)) return undefined;
    return readPlace(place).orgId === this.config.orgId ? "sandbox" : "orgId";
  }

  #at(config: ProviderConfig): Session {
    const place = placeOf(config);
    const open = this.#sessions.get(place) ?? this.open(config);
    this.#sessions.set(place, open);
    return open;
  }
}
