import { linkWithToken } from '@pmds/contracts/web-form/link';
import type { Hashing } from '../../ports/hashing.js';
import type { LinkMaker } from '../../ports/links/link-maker.js';
import type { PrefillTokens } from '../prefill/prefill-token.js';

/** Links by the service's own tokens. A link that opens its form a number of times has a name of its own, made of what it says. */
export function createLinkMaker(tokens: Pick<PrefillTokens, 'sign'>, kid: string, hashing: Hashing): LinkMaker {
  return {
    kid,
    linkOf({ form, runId, issuedAt }, table, id) {
      const { key, address, maximumUses, expiresOn } = form;
      const name = (): string => hashing.nameBasedId('link', form.id ?? address, id, issuedAt.toISOString());
      const uses = maximumUses === null ? null : { name: name(), most: maximumUses };
      const seconds = Math.floor((Date.parse(expiresOn) - issuedAt.getTime()) / 1000);
      const audience = key === null ? { form: address } : { formKey: key };
      return linkWithToken(address, tokens.sign({ table, id, runId, ...audience, uses }, issuedAt, seconds));
    },
  };
}
