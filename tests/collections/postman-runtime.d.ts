/// <reference types="postman-collection/types" />
/** The part of Postman's runner that the replay uses; the package has no types. */
declare module "postman-runtime" {
  import type { Collection, Item, Response, VariableScope } from "postman-collection";

  export interface Cursor {
    readonly ref: string;
  }

  export interface Assertion {
    readonly name: string;
    readonly passed: boolean;
    readonly skipped: boolean;
    readonly error?: { readonly message?: string } | null;
  }

  /** Errors are undefined or null when there is none. */
  type Failure = Error | null | undefined;

  export interface RunCallbacks {
    beforeItem(error: Failure, cursor: Cursor, item: Item): void;
    script(error: Failure, cursor: Cursor): void;
    response(error: Failure, cursor: Cursor, response: Response | undefined): void;
    assertion(cursor: Cursor, assertions: readonly Assertion[]): void;
    console(cursor: Cursor, level: string, ...messages: unknown[]): void;
    item(
      error: Failure,
      cursor: Cursor,
      item: Item,
      visualizer: unknown,
      result?: { readonly isSkipped?: boolean },
    ): void;
    done(error: Failure): void;
  }

  export interface RunOptions {
    readonly environment: VariableScope;
    readonly globals: VariableScope;
    readonly timeout: {
      readonly global: number;
      readonly request: number;
      readonly script: number;
    };
    readonly proxies: object;
    readonly fileResolver: object;
    readonly ignoreProxyEnvironmentVariables: boolean;
    readonly requester: {
      readonly agents: object;
      readonly strictSSL: boolean;
      readonly systemHeaders: Readonly<Record<string, string>>;
    };
  }

  export interface Run {
    start(callbacks: Partial<RunCallbacks>): void;
    abort(): void;
  }

  export class Runner {
    run(
      collection: Collection,
      options: RunOptions,
      callback: (error: Failure, run: Run) => void,
    ): void;
  }
}
