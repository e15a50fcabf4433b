import type { Definition } from "../lifecycle/definition";
import { classDefinition } from "./class";
import { computedAttribute } from "./computedAttribute";
import { connection } from "./connection";
import { dataflow } from "./dataflow";
import { dataset } from "./dataset";
import { dataType } from "./dataType";
import { deprecationDescriptor } from "./deprecationDescriptor";
import { displayInfoDescriptor } from "./displayInfoDescriptor";
import { fieldGroup } from "./fieldGroup";
import { governancePolicy } from "./governancePolicy";
import { identityDescriptor } from "./identityDescriptor";
import { keyPair } from "./keyPair";
import { labelDescriptor } from "./labelDescriptor";
import { mappingSet } from "./mappingSet";
import { marketingAction } from "./marketingAction";
import { mergePolicy } from "./mergePolicy";
import { namespace } from "./namespace";
import { primaryKeyDescriptor } from "./primaryKeyDescriptor";
import { profileUnion } from "./profileUnion";
import { querySchedule } from "./querySchedule";
import { queryTemplate } from "./queryTemplate";
import { referenceIdentityDescriptor } from "./referenceIdentityDescriptor";
import { relationalSchema } from "./relationalSchema";
import { relationshipDescriptor } from "./relationshipDescriptor";
import { sandbox } from "./sandbox";
import { schema } from "./schema";
import { segmentDefinition } from "./segmentDefinition";
import { sourceConnection } from "./sourceConnection";
import { targetConnection } from "./targetConnection";
import { timestampDescriptor } from "./timestampDescriptor";
import { versionDescriptor } from "./versionDescriptor";

/** A definition whose input and output types are not needed here. */
type Any = Definition<Record<string, unknown>, Record<string, unknown>>;
function any<Inputs extends object, Outputs extends object>(
  definition: Definition<Inputs, Outputs>,
) {
  return definition as unknown as Any;
}

/** Every resource type of the provider. A new one is a file in this folder and a line here. */
export const definitions: readonly Any[] = [
  any(sandbox),
  any(dataType),
  any(classDefinition),
  any(fieldGroup),
  any(schema),
  any(relationalSchema),
  any(identityDescriptor),
  any(labelDescriptor),
  any(relationshipDescriptor),
  any(referenceIdentityDescriptor),
  any(displayInfoDescriptor),
  any(deprecationDescriptor),
  any(primaryKeyDescriptor),
  any(versionDescriptor),
  any(timestampDescriptor),
  any(profileUnion),
  any(namespace),
  any(dataset),
  any(mergePolicy),
  any(segmentDefinition),
  any(computedAttribute),
  any(queryTemplate),
  any(marketingAction),
  any(governancePolicy),
  any(querySchedule),
  any(mappingSet),
  any(keyPair),
  any(connection),
  any(sourceConnection),
  any(targetConnection),
  any(dataflow),
];
