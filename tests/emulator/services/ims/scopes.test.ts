import { emulatorCredentials } from "../../../../emulator";
import { useEmulator } from "../../support/emulator";

const rows: readonly (readonly [scopes: string, isValid: boolean])[] = [
  ["openid,AdobeID", true],
  ["openid AdobeID", true],
  ["AdobeID, openid, session", true],
  [emulatorCredentials.scopes, true],
  ["openid,AdobeID,offline_access", true],
  ["openid,AdobeID,email,profile,address", true],
  [
    "AdobeID,openid,read_organizations,additional_info.projectedProductContext,additional_info.roles,adobeio_api,read_client_secret,manage_client_secrets",
    true,
  ],
  ["openid,AdobeID,additional_info,acp.foundation.catalog,acp.core.pipeline", true],
  ["openid", false],
  ["AdobeID", false],
  ["openid,adobeid", false],
  ["openid,AdobeID,nonsense", false],
  ["openid,AdobeID,acp_nonsense", false],
  ["openid,AdobeID,acp.nonsense", false],
  ["openid,AdobeID,additional_info_nonsense", false],
  ["openid,AdobeID,additional_info.nonsense", false],
  ["openid,AdobeID,reactor_nonsense", false],
  ["openid,AdobeID,constructor", false],
];

describe("scopes of a token request", () => {
  const client = useEmulator();

  it.each(rows)("%s: a token %j", async (scope, isValid) => {
    const { clientId, clientSecret } = emulatorCredentials;
    const { status, body } = await client.bare("POST", "/ims/token/v3", {
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: clientId,
        client_secret: clientSecret,
        scope,
      }).toString(),
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    const expected = isValid ? [200, undefined] : [400, "invalid_scope"];
    expect([status, body.error]).toEqual(expected);
  });
});
