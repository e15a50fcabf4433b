import { holdsUnderAssumptions } from "./assumptions";

holdsUnderAssumptions(0);
