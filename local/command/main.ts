import { serve } from "../../adobe/provider/rpc";
import { commandStandIn } from "./definition";

void serve(commandStandIn());
