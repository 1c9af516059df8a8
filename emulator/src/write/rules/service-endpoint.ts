import type { RowObject } from '../../data/value.js';
import { DataverseError } from '../../model/dataverse-error.js';
import type { TableRule } from '../table-rules.js';

/** `serviceendpoint.contract` of a webhook, and the kinds of `authtype` a webhook can have. */
const webhookContract = 8;
export const authTypes = { webhookKey: 4, httpHeader: 5, httpQueryString: 6 } as const;

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Service endpoints. A webhook needs a URL, and Dataverse calls ports 80 and 443 only; here a loopback address may have any port.
 * `authvalue` can be written and never read; whether it is set shows in `isauthvalueset`.
 * https://learn.microsoft.com/power-apps/developer/data-platform/register-web-hook
 */
export const serviceEndpoint: TableRule = {
  beforeCreate(_unit, values) {
    check(values);
    values['isauthvalueset'] = typeof values['authvalue'] === 'string';
  },
  beforeUpdate(_unit, _id, changes, before) {
    check({ ...before, ...changes });
    if ('authvalue' in changes) changes['isauthvalueset'] = typeof changes['authvalue'] === 'string';
  },
};

function check(values: RowObject): void {
  if (values['contract'] !== webhookContract) {
    throw new DataverseError(
      501,
      '0x80060888',
      `The local Dataverse implements service endpoints of contract ${webhookContract} (Webhook) only, not ${String(values['contract'])}.`,
    );
  }
  const url = typeof values['url'] === 'string' && URL.canParse(values['url']) ? new URL(values['url']) : null;
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new DataverseError(
      400,
      '0x80050202',
      'The webhook endpoint URL is not valid: an absolute http or https URL is needed.',
    );
  }
  if (!['', '80', '443'].includes(url.port) && !loopback.has(url.hostname)) {
    throw new DataverseError(
      400,
      '0x80050202',
      `The webhook endpoint URL is not valid: only ports 80 and 443 can be reached, not ${url.port}.`,
    );
  }
  const authType = Number(values['authtype']);
  if (!Object.values<number>(authTypes).includes(authType)) {
    throw new DataverseError(
      400,
      '0x80050202',
      'A webhook needs authtype 4 (WebhookKey), 5 (HttpHeader) or 6 (HttpQueryString).',
    );
  }
  if (authType !== authTypes.webhookKey && typeof values['authvalue'] === 'string') readSettings(values['authvalue']);
}

/**
 * The pairs of `<settings><setting name="x-key" value="…" /></settings>`.
 * @throws DataverseError 400 when the text is not of that form.
 */
export function readSettings(xml: string): readonly (readonly [string, string])[] {
  const inner = /^\s*<settings>(.*)<\/settings>\s*$/s.exec(xml)?.[1];
  if (inner === undefined) throw malformedSettings();
  const pairs: [string, string][] = [];
  const rest = inner.replace(/<setting\s+([^<>]*?)\s*(?:\/>|>\s*<\/setting>)/g, (_all, attributes: string) => {
    const name = /(?:^|\s)name="([^"]*)"/.exec(attributes)?.[1];
    const value = /(?:^|\s)value="([^"]*)"/.exec(attributes)?.[1];
    if (name === undefined || value === undefined) throw malformedSettings();
    pairs.push([unescapeXml(name), unescapeXml(value)]);
    return '';
  });
  if (rest.trim() !== '') throw malformedSettings();
  return pairs;
}

function malformedSettings(): DataverseError {
  return new DataverseError(
    400,
    '0x80050202',
    'The authvalue of a webhook with header or query string authentication must be <settings><setting name="…" value="…" /></settings>.',
  );
}

function unescapeXml(text: string): string {
  const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (_all, name: string) => entities[name] ?? '');
}
