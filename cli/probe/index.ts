export { probeCommand } from "./command";
