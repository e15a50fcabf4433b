/**
 * An emulator of Adobe Experience Platform for tests and local development.
 *
 * @example
 * ```ts
 * import { EmulatorClient } from "@chatlio-aep/emulator";
 *
 * const emulator = await EmulatorClient.start({ settleMs: 0 });
 * await emulator.injectFault({ match: { path: "/collection/*", nth: 1 }, do: { status: 503 } });
 * // … run the code under test against emulator.url …
 * await emulator.waitForRows(datasetId, ({ rows }) => rows.length === 1);
 * await emulator.close();
 * ```
 *
 * @packageDocumentation
 */
export { AssumptionError, assumptions } from "./assumptions";
export type { AssumptionName, Assumptions } from "./assumptions";
export { EmulatorClient, EmulatorClientError } from "./client";
export type { DatasetRows, EmulatorClientOptions, RejectedRow, Row } from "./client";
export {
  adminSecretHeader,
  adminSecretVariable,
  emulatorCredentials,
  emulatorTenant,
} from "./defaults";
export type { Fault } from "./admin/faultInjector";
export type { FaultRuleInput } from "./admin/faultRule";
export { AdminSecretError } from "./options";
export type { EmulatorCredentials, EmulatorDelays, EmulatorOptions } from "./options";
export { PortTakenError, startEmulator } from "./start";
export type { Emulator } from "./start";
export type { LoggedRequest } from "./state/organization";
