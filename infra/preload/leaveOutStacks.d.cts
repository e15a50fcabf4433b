/** Leaves out the stack traces that Pulumi's SDK, given its module `runtime/debuggable`, writes on promises. */
export declare function leaveOutStacks(debuggable: object): void;
