import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { readConfig } from '@pmds/bridge/settings/config';
import { isPlaceholder, weaknessOf } from '@pmds/bridge/settings/key-strength';

const root = join(__dirname, '..', '..', '..');
const random = (): string => randomBytes(32).toString('base64url');

describe('S8 a key', () => {
  it('of 32 random bytes is never refused, in base64, base64url and hex', () => {
    const bytes = fc.noShrink(fc.integer({ min: 32, max: 64 }).map((length) => randomBytes(length)));
    fc.assert(
      fc.property(bytes, fc.constantFrom('base64', 'base64url', 'hex'), (key, encoding) => {
        expect(weaknessOf(key.toString(encoding))).toBeNull();
      }),
      { numRuns: 1_000 },
    );
  });

  it('of fewer than 256 bits is refused, however random', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 31 }),
        fc.constantFrom('base64', 'base64url', 'hex'),
        (length, encoding) => {
          expect(weaknessOf(randomBytes(length).toString(encoding))).not.toBeNull();
        },
      ),
    );
  });

  it('that repeats a part of up to 16 characters is refused, however long', () => {
    const part = fc.string({ minLength: 1, maxLength: 16 }).filter((text) => text.trim() !== '');
    fc.assert(
      fc.property(part, fc.integer({ min: 64, max: 300 }), (text, length) => {
        expect(weaknessOf(text.repeat(length).slice(0, length))).not.toBeNull();
      }),
    );
  });

  it.each([
    ['placeholder', 'at least 32 random characters, not these'],
    ['placeholder', 'changeme'.repeat(8)],
    ['placeholder', 'x'.repeat(32)],
    ['placeholder', '0'.repeat(64)],
    ['placeholder', '<32 random bytes, as base64, made by a generator>'],
    ['placeholder', 'your-webhook-key-goes-here-please-and-thank-you-2026'],
    ['predictable', 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'],
    ['predictable', '0123456789abcdef'.repeat(4)],
    ['predictable', 'Qwertyuiop1234567890Asdfghjkl1234567890Zxcvbnm'],
    ['predictable', '1a2b3c4d5e6f7g8h9i0j1k2l3m4n5o6p7q8r9s0t1u2v3w4x5y6z'],
    ['words', 'correct-horse-battery-staple-and-some-more-words-yes'],
    ['words', 'CorrectHorseBatteryStapleTroubadourAndThree99'],
    ['words', 'correcthorsebatterystaplecorrecthorsebatterystapleagain'],
    ['words', 'Mein-Geheimer-Schluessel-fuer-die-Webseite-der-Firma'],
    ['repeats', 'P@ssw0rd!P@ssw0rd2P@ssw0rd3P@ssw0rd4P@ssw0rd5'],
    ['repeats', 'kT9#vQ2m'.repeat(8)],
    ['too-short', 'kT9vQ2mXr7LpWz4'],
    ['too-short', randomBytes(16).toString('hex')],
  ])('is refused as %s: %s', (weakness, text) => {
    expect(weaknessOf(text)).toBe(weakness);
  });
});

describe('S8 settings', () => {
  const complete = {
    PMDS_DATAVERSE_URL: 'https://contoso.crm.dynamics.com',
    PMDS_TENANT_ID: 'tenant',
    PMDS_CLIENT_ID: 'client',
    PMDS_CLIENT_SECRET: 'hush-hush',
    PMDS_PREFILL_KEYS: JSON.stringify([{ kid: 'now', secret: random() }]),
  };
  const problems = (more: Readonly<Record<string, string>>, dataverse = true) => {
    const config = readConfig({ ...complete, ...more }, { dataverse, prefillKeys: false });
    return config.ok ? [] : config.failure;
  };

  it('refuse a weak key wherever it stands in a rotation list, and say which and how to make one', () => {
    const old = { kid: '2025-01', secret: 'at least 32 random characters, not these' };
    for (const name of ['PMDS_PREFILL_KEYS', 'PMDS_MANIFEST_KEYS']) {
      const said = problems({ [name]: JSON.stringify([{ kid: 'now', secret: random() }, old]) }, false);
      expect(said).toEqual([expect.stringMatching(new RegExp(`^${name}: the secret of "2025-01" .*randomBytes`))]);
      expect(said.join()).not.toContain(old.secret);
    }
  });

  it('refuse a weak webhook key whether or not the command uses it', () => {
    for (const key of ['changeme', 'k'.repeat(48), 'webhook-key-webhook-key-webhook-key-webhook-key']) {
      expect(problems({ PMDS_WEBHOOK_KEY: key }, false)).toEqual([expect.stringMatching(/^PMDS_WEBHOOK_KEY .*Make/)]);
    }
    expect(problems({ PMDS_WEBHOOK_KEY: random() })).toEqual([]);
  });

  it('refuse placeholders in the place of client secrets, of every user', () => {
    for (const secret of ['changeme', 'change-me', '<client secret>', 'your-client-secret', 'xxxxxxxx', '…']) {
      expect(problems({ PMDS_CLIENT_SECRET: secret })).toEqual([expect.stringContaining('PMDS_CLIENT_SECRET is a')]);
      const users = JSON.stringify([{ clientId: 'second', clientSecret: secret }]);
      expect(problems({ PMDS_APPLICATION_USERS: users })).toEqual([expect.stringContaining('secret of second')]);
      expect(problems({ PMDS_SETUP_CLIENT_ID: 'admin', PMDS_SETUP_CLIENT_SECRET: secret })).toHaveLength(1);
    }
    // The first has the shape of those that Microsoft Entra makes; others are made by other sign-in services.
    for (const secret of ['kQ18Q~4dKx.rN7pWzE_0sLbT2vYcH9uJm3aGfiXo', 'a secret for every day', 'not-the-secret']) {
      expect([secret, isPlaceholder(secret)]).toEqual([secret, false]);
    }
  });

  it('hold nothing usable in the example: as it is copied, no key is set', () => {
    const text = readFileSync(join(root, '.env.example'), 'utf8');
    const values = text.matchAll(/^#?(PMDS_\w*(?:KEYS?|SECRET|USERS))=(.*)$/gm);
    const set = [...values].filter(([, , value]) => value !== '');
    expect(set).toEqual([]);
  });
});
