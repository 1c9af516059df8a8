/** A cloud of Microsoft's by the host names of its environments, and where its applications sign in. */
interface Cloud {
  readonly name: string;
  readonly environments: RegExp;
  readonly authority: string;
}

/**
 * GCC (`crm9`) is a part of the public cloud and signs in there.
 * https://learn.microsoft.com/power-platform/admin/microsoft-dynamics-365-us-government
 * https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud
 */
const clouds: readonly Cloud[] = [
  {
    name: 'US Government (GCC High)',
    environments: /\.crm\.microsoftdynamics\.us$/,
    authority: 'https://login.microsoftonline.us',
  },
  {
    name: 'US Government (DoD)',
    environments: /\.crm\.appsplatform\.us$/,
    authority: 'https://login.microsoftonline.us',
  },
  {
    name: 'China (21Vianet)',
    environments: /\.crm\.dynamics\.cn$/,
    authority: 'https://login.partner.microsoftonline.cn',
  },
];
const publicAuthority = 'https://login.microsoftonline.com';

/** Where an environment's applications sign in, without the tenant. @param host Of the environment, in any case. */
export function authorityOf(host: string): string {
  return clouds.find(({ environments }) => environments.test(host.toLowerCase()))?.authority ?? publicAuthority;
}
