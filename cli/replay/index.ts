export { replayCommand } from "./command";
