import { roughly } from "../ago";

/** A token of the configuration, of the deployed receiver, or of both. */
export interface TokenState {
  /** First eight hex digits of its SHA-256. */
  readonly id: string;
  /** Its place in the configuration from 1. Left out: it was removed, and is valid until `pulumi up`. */
  readonly place?: number;
  /** Whether the receiver accepts it. */
  readonly deployed: boolean;
  /** When it was used last: RFC 3339. Left out: not in the time looked at. */
  readonly lastAt?: string;
}

/** The tokens of a stack: those of the configuration in their order, then those that only the receiver has. */
export function statesOf(
  configured: readonly string[],
  deployed: readonly string[],
  latest: ReadonlyMap<string, string>,
): readonly TokenState[] {
  const ids = [...new Set([...configured, ...deployed])];
  return ids.map((id) => {
    const index = configured.indexOf(id);
    const lastAt = latest.get(id);
    return {
      id,
      ...(index >= 0 && { place: index + 1 }),
      deployed: deployed.includes(id),
      ...(lastAt !== undefined && { lastAt }),
    };
  });
}

/** What to do next when a token is in the configuration twice. */
export const GO_ON =
  "A token is in the configuration twice: --add was interrupted. Run `chatlio-aep rotate-token --add` again, which goes on.";

/** What to do next to rotate the token. */
export function nextStep(states: readonly TokenState[], days: number, now: number): string {
  const isChanged = states.some(({ deployed, place }) => deployed === (place === undefined));
  if (isChanged)
    return "Run `pulumi up`: the receiver does not have the tokens of the configuration yet.";
  const old = states.filter(({ place }) => (place ?? 0) > 1);
  if (old.length === 0) {
    return "Step 1 of 3: `chatlio-aep rotate-token --add` puts a new token in the first place.";
  }
  const used = old.filter(({ lastAt }) => lastAt !== undefined);
  if (used.length > 0) {
    const uses = used.map(({ id, lastAt = "" }) => {
      return `${id} ${roughly((now - Date.parse(lastAt)) / 1_000)} ago`;
    });
    return `Step 2 of 3: paste the new URLs in Chatlio's dashboard (\`chatlio-aep webhooks --show\`). Used: ${uses.join(", ")}.`;
  }
  if (states[0]?.lastAt === undefined) {
    return `Step 2 of 3: paste the new URLs in Chatlio's dashboard (\`chatlio-aep webhooks --show\`). No token was used in ${days} d, so nothing shows whether that is done.`;
  }
  return `Step 3 of 3: \`chatlio-aep rotate-token --remove ${old.at(-1)?.id ?? ""}\`. It was not used in ${days} d.`;
}

/** Why a token must not be removed from the configuration; undefined when it may be. */
export function reasonToKeep(
  states: readonly TokenState[],
  id: string,
  days: number,
): string | undefined {
  const found = states.find((state) => state.id === id);
  if (found?.place === undefined) {
    const ids = states.flatMap((state) => (state.place === undefined ? [] : [state.id]));
    return `There is no token ${id} in the configuration. It has: ${ids.join(", ")}.`;
  }
  if (found.place === 1) {
    return `The token ${id} is in the URLs of the stack. Put a new one in the first place with --add.`;
  }
  if (found.lastAt !== undefined) {
    return `The token ${id} was used in the last ${days} d (${found.lastAt}): its webhooks would be lost. Paste the new URLs in Chatlio's dashboard, and wait. --force removes it all the same.`;
  }
  const first = states.find(({ place }) => place === 1);
  if (first?.lastAt === undefined) {
    return `The token ${first?.id ?? ""}, which is in the URLs of the stack, was not used in the last ${days} d, so nothing shows that Chatlio has the new URLs. Send a sample from Chatlio, or look further back with --days. --force removes it all the same.`;
  }
  return undefined;
}
