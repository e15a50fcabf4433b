export { reconcileCommand } from "./command";
