export { importSandboxCommand } from "./command";
