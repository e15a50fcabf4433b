import * as z from "zod";

import {
  environmentOf,
  orgIdPattern,
  orgIdRule,
  sandboxPattern,
} from "../../adobe/sdk/configuration";
import { keyInfo } from "./keys";
import { boolean, serviceUrl } from "./scalars";

/** The keys of `adobe-aep:`, which the provider reads too. */
export const adobeKeys = {
  "adobe-aep:orgId": z
    .string({ error: "is not set" })
    .regex(orgIdPattern, { error: orgIdRule })
    .register(keyInfo, {
      description:
        "Id of the organization. Adobe's Developer Console shows it with the credential.",
      example: "adobe-aep:orgId 0123456789ABCDEF01234567@AdobeOrg",
      env: [environmentOf.orgId],
    }),
  "adobe-aep:clientId": z
    .string({ error: "is not set" })
    .min(1, { error: "is empty" })
    .register(keyInfo, {
      description: "Client id of an OAuth Server-to-Server credential (Adobe Developer Console).",
      example: "adobe-aep:clientId <client id>",
      env: [environmentOf.clientId],
    }),
  "adobe-aep:clientSecret": z
    .string({ error: "is not set" })
    .min(1, { error: "is empty" })
    .register(keyInfo, {
      description: "Client secret of the same credential.",
      example: "adobe-aep:clientSecret <client secret>",
      secret: true,
      env: [environmentOf.clientSecret],
    }),
  "adobe-aep:scopes": z
    .string()
    .min(1, { error: "is empty" })
    .optional()
    .register(keyInfo, {
      description: "Scopes of the credential, separated by commas, if yours has others than usual.",
      example: "adobe-aep:scopes openid,AdobeID,read_organizations",
      env: [environmentOf.scopes],
      default: "the usual ones for Experience Platform",
    }),
  "adobe-aep:sandbox": z
    .string({ error: "is not set" })
    .regex(sandboxPattern, {
      error: "must be the sandbox's name (lowercase letters, digits and -), not its title",
    })
    .register(keyInfo, {
      description: "Name of the sandbox that gets the data.",
      example: "adobe-aep:sandbox dev",
      env: [environmentOf.sandbox],
    }),
  "adobe-aep:imsUrl": serviceUrl.optional().register(keyInfo, {
    description: "Address of Adobe's identity service.",
    example: "adobe-aep:imsUrl https://ims-na1.adobelogin.com",
    env: [environmentOf.imsUrl],
    default: "https://ims-na1.adobelogin.com",
  }),
  "adobe-aep:platformUrl": serviceUrl.optional().register(keyInfo, {
    description: "Address of Experience Platform's API.",
    example: "adobe-aep:platformUrl https://platform.adobe.io",
    env: [environmentOf.platformUrl],
    default: "https://platform.adobe.io",
  }),
  "adobe-aep:adoptExisting": boolean.optional().register(keyInfo, {
    description:
      "`true`: adopts an object in Adobe that has the same name and is not in this stack's state: an unmanaged one, instead of failing with an error that shows how to import it, and one that an earlier `pulumi destroy` has kept. Use it with a preview of the whole program: with `--skip-preview` or `--target`, a new resource may adopt what [a renamed one](refactoring.md#rename-or-move-resources-in-the-program-aliases) has, and every later preview stops and names both. Without it, what an update has adopted in this way stays in Adobe when the stack deletes it; what you import, as with `chatlio-aep adopt`, is deleted. The same for kept queues, and for objects in AWS that this stack has created and that its state has lost.",
    example: "adobe-aep:adoptExisting true",
    default: "false",
  }),
};
