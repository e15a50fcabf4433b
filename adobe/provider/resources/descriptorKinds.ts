import { own } from "../../client/own";
import { plain, withArticle } from "../../client/text";

/** The resource type for each `@type` of a descriptor. Of any other the provider has none. */
export const descriptorKinds: Readonly<Record<string, string>> = {
  "xdm:alternateDisplayInfo": "DisplayInfoDescriptor",
  "xdm:descriptorDeprecated": "DeprecationDescriptor",
  "xdm:descriptorIdentity": "IdentityDescriptor",
  "xdm:descriptorLabel": "LabelDescriptor",
  "xdm:descriptorOneToOne": "RelationshipDescriptor",
  "xdm:descriptorPrimaryKey": "PrimaryKeyDescriptor",
  "xdm:descriptorReferenceIdentity": "ReferenceIdentityDescriptor",
  "xdm:descriptorRelationship": "RelationshipDescriptor",
  "xdm:descriptorTimestamp": "TimestampDescriptor",
  "xdm:descriptorVersion": "VersionDescriptor",
};

/** Of an import as a resource type that the descriptor is not of: names the one that it is of, where there is one. */
export function otherKindError(id: string, type: string, displayName: string): Error {
  const right = own(descriptorKinds, type);
  const what = `the descriptor ${plain(id)} is of type ${plain(type)}, not ${withArticle(displayName)}`;
  return new Error(
    right === undefined
      ? `${what}: no resource type is for it, so leave it to Adobe's UI`
      : `${what}: import it as xdm.${right}`,
  );
}
