import type { ApiResponse } from '../../http/requests/message.js';
import type { ExposedApis } from './exposed-apis.js';

/** What MSAL reads before it asks for a token, given the authority as a known one. */
export function openIdConfiguration(origin: string, tenantId: string): ApiResponse {
  const base = `${origin}/${tenantId}`;
  return discovery({
    issuer: `${base}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
    token_endpoint_auth_methods_supported: ['client_secret_post'],
    response_types_supported: ['code', 'id_token', 'token'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid'],
  });
}

/** The answer of `/common/discovery/instance`: this host is the only cloud there is. */
export function instanceDiscovery(origin: string, tenantId: string): ApiResponse {
  const { host } = new URL(origin);
  return discovery({
    tenant_discovery_endpoint: `${origin}/${tenantId}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  });
}

/** The keys that tokens for exposed APIs are checked with. Those for Dataverse are none of their readers' business. */
export async function publishedKeys(apis: Pick<ExposedApis, 'keySet'>): Promise<ApiResponse> {
  return discovery(await apis.keySet());
}

function discovery(body: object): ApiResponse {
  return { status: 200, headers: { 'Content-Type': 'application/json; charset=utf-8' }, body: JSON.stringify(body) };
}
