import { createHash, randomBytes } from "node:crypto";
import type { EmulatorSettings } from "../options";

/** Who calls, as told by the token. */
export interface Caller {
  readonly clientId: string;
  readonly orgId: string;
  /** What Adobe writes into `createdBy`: the technical account. */
  readonly userId: string;
}

interface Issued {
  readonly caller: Caller;
  readonly expires: number;
}

const tokensKept = 10_000;

/** Mints and knows access tokens. They live in memory only: a restart asks every client to log in anew. */
export class TokenIssuer {
  private readonly issued = new Map<string, Issued>();

  constructor(private readonly settings: EmulatorSettings) {}

  issue(): { readonly token: string; readonly seconds: number } {
    const { credentials, tokenLifetimeSeconds, now } = this.settings;
    const token = `eyJlbXVsYXRvciI6dHJ1ZX0.${randomBytes(24).toString("base64url")}`;
    this.issued.set(token, {
      caller: {
        clientId: credentials.clientId,
        orgId: credentials.orgId,
        userId: technicalAccount(credentials.clientId),
      },
      expires: now() + tokenLifetimeSeconds * 1000,
    });
    const oldest = this.issued.keys().next();
    if (this.issued.size > tokensKept && oldest.done !== true) this.issued.delete(oldest.value);
    return { token, seconds: tokenLifetimeSeconds };
  }

  /** Whose token it is; undefined when it is unknown or expired. */
  callerOf(token: string): Caller | undefined {
    const issued = this.issued.get(token);
    return issued !== undefined && issued.expires > this.settings.now() ? issued.caller : undefined;
  }

  /** Makes every token issued so far invalid. */
  expireAll(): void {
    this.issued.clear();
  }
}

/** What Adobe writes into `createdBy` of what a client made: its technical account. */
export const technicalAccount = (clientId: string): string =>
  `${createHash("sha256").update(clientId).digest("hex").slice(0, 24).toUpperCase()}@techacct.adobe.com`;
