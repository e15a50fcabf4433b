export { statusCommand } from "./command";
