import { holdsUnderAssumptions } from "./assumptions";

holdsUnderAssumptions(1);
