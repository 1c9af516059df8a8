// Run in a process of its own, because Node reads NODE_EXTRA_CA_CERTS at start only: @azure/msal-node, unchanged, gets a token.
import { ConfidentialClientApplication } from '@azure/msal-node';

const { authority, clientId, clientSecret, scope } = JSON.parse(process.argv[2]);
const application = new ConfidentialClientApplication({
  auth: { authority, clientId, clientSecret, knownAuthorities: [new URL(authority).host] },
});
try {
  const result = await application.acquireTokenByClientCredential({ scopes: [scope] });
  const again = await application.acquireTokenByClientCredential({ scopes: [scope] });
  console.log(JSON.stringify({ token: result.accessToken, expiresOn: result.expiresOn, cached: again.fromCache }));
} catch (error) {
  console.log(JSON.stringify({ error: error.errorCode, message: error.errorMessage, numbers: error.errorNo }));
}
