import { createHash, randomBytes } from "node:crypto";

import type { EmulatorSettings } from "../options";

/** Who sent a request, as its token tells. */
export interface Caller {
  readonly clientId: string;
  readonly orgId: string;
  /** What Adobe writes into `createdBy`: the technical account. */
  readonly userId: string;
}

/** A new access token. */
export interface IssuedToken {
  readonly token: string;
  readonly lifetimeSeconds: number;
}

interface Grant {
  readonly caller: Caller;
  readonly expires: number;
}

/** Older tokens are forgotten, so that memory is bounded. */
const maxTokens = 10_000;

/** Issues and checks access tokens. They live in memory only: after a restart every client logs in again. */
export class TokenIssuer {
  private readonly grants = new Map<string, Grant>();

  constructor(private readonly settings: EmulatorSettings) {}

  issue(): IssuedToken {
    const { credentials, tokenLifetimeSeconds, now } = this.settings;
    const token = `eyJlbXVsYXRvciI6dHJ1ZX0.${randomBytes(24).toString("base64url")}`;
    this.grants.set(token, {
      caller: {
        clientId: credentials.clientId,
        orgId: credentials.orgId,
        userId: technicalAccount(credentials.clientId),
      },
      expires: now() + tokenLifetimeSeconds * 1000,
    });
    const oldest = this.grants.keys().next();
    if (this.grants.size > maxTokens && oldest.done !== true) this.grants.delete(oldest.value);
    return { token, lifetimeSeconds: tokenLifetimeSeconds };
  }

  /** Who the token was issued to; undefined when it is unknown or expired. */
  callerOf(token: string): Caller | undefined {
    const grant = this.grants.get(token);
    return grant !== undefined && grant.expires > this.settings.now() ? grant.caller : undefined;
  }

  /** Makes every token issued so far invalid. */
  expireAll(): void {
    this.grants.clear();
  }
}

/** The technical account of a client: Adobe writes it into `createdBy`. */
export function technicalAccount(clientId: string): string {
  return `${createHash("sha256").update(clientId).digest("hex").slice(0, 24).toUpperCase()}@techacct.adobe.com`;
}
