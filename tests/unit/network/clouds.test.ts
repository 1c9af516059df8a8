import { authorityOf } from '@pmds/bridge/domain/dataverse-cloud';

describe('where the applications of an environment sign in', () => {
  it.each([
    ['contoso.crm.dynamics.com', 'https://login.microsoftonline.com'],
    ['contoso.crm4.dynamics.com', 'https://login.microsoftonline.com'],
    ['contoso.crm9.dynamics.com', 'https://login.microsoftonline.com'],
    ['contoso.crm.microsoftdynamics.us', 'https://login.microsoftonline.us'],
    ['CONTOSO.CRM.MicrosoftDynamics.US', 'https://login.microsoftonline.us'],
    ['contoso.crm.appsplatform.us', 'https://login.microsoftonline.us'],
    ['contoso.crm.dynamics.cn', 'https://login.partner.microsoftonline.cn'],
    ['crm.dynamics.cn.example.com', 'https://login.microsoftonline.com'],
  ])('B11 %s: %s', (host, authority) => {
    expect(authorityOf(host)).toBe(authority);
  });
});
