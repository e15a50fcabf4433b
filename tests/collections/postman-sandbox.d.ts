/** The part of Postman's own script sandbox that the replay uses; the package has no types. */
declare module "postman-sandbox" {
  export interface Assertion {
    readonly name: string;
    readonly passed: boolean;
    readonly skipped?: boolean;
    readonly error?: { readonly message?: string } | null;
  }

  export interface Execution {
    readonly environment?: { readonly values: readonly object[] };
    readonly globals?: { readonly values: readonly object[] };
    readonly collectionVariables?: { readonly values: readonly object[] };
    readonly request?: object;
  }

  export interface SandboxContext {
    on(event: string, listener: (...args: never[]) => void): void;
    removeAllListeners(event: string): void;
    dispatch(event: string, ...args: unknown[]): void;
    disconnect(callback: () => void): void;
    execute(
      target: { readonly listen: string; readonly script: object },
      options: {
        readonly id: string;
        readonly timeout: number;
        readonly context: Readonly<Record<string, unknown>>;
      },
      callback: (error: Error | null | undefined, execution: Execution | undefined) => void,
    ): void;
  }

  const sandbox: {
    createContext(
      options: object,
      callback: (error: Error | null | undefined, context: SandboxContext) => void,
    ): void;
  };
  export default sandbox;
}
