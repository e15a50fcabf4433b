export { consoleCommand } from "./command";
