export { dlqCommand } from "./command";
