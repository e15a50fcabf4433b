export { webhooksCommand } from "./command";
