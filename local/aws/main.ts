import { serve } from "../../adobe/provider/rpc";
import { awsStandIn } from "./definition";

void serve(awsStandIn(process.env));
