import fc from 'fast-check';
import { answerFetch } from '@pmds/emulator/fetchxml/run-fetch';
import { DataverseError } from '@pmds/emulator/model/dataverse-error';
import { contextOf } from './data-world';
import { anyFetchXml } from './fetchxml-arbitrary';
import { sampleAccounts } from './sample-accounts';

/** The same inputs in every run. */
const settings = { seed: 20260318, numRuns: 500 };

describe('any FetchXML', () => {
  const context = contextOf(sampleAccounts(), { annotate: '*' });

  /** Whether the query was answered; fails when it ended with anything but an answer of the platform. */
  function survives(fetchXml: string): boolean {
    const set = fetchXml.includes('entity name="contact"') ? 'contacts' : 'accounts';
    try {
      JSON.parse(answerFetch(context, set, fetchXml).body);
      return true;
    } catch (error) {
      if (!(error instanceof DataverseError)) throw error;
      expect([400, 501]).toContain(error.status);
      expect(error.code).toMatch(/^0x8[0-9a-fA-F]{7}$/);
      return false;
    }
  }

  it('made of its own parts is answered, or refused in the documented shape', () => {
    let answered = 0;
    fc.assert(
      fc.property(anyFetchXml, (fetchXml) => {
        if (survives(fetchXml)) answered++;
      }),
      settings,
    );
    // Most of what the generator makes means something; else this test would try refusals alone.
    expect(answered).toBeGreaterThan(settings.numRuns / 4);
  });

  it('with characters put in, taken out or doubled is answered or refused', () => {
    const place = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      cut: fc.nat(9),
      put: fc.string({ unit: 'binary', maxLength: 4 }),
    });
    fc.assert(
      fc.property(anyFetchXml, fc.array(place, { minLength: 1, maxLength: 3 }), (fetchXml, places) => {
        let text = fetchXml;
        for (const { at, cut, put } of places) {
          const start = Math.floor(at * text.length);
          text = text.slice(0, start) + put + text.slice(start + cut);
        }
        survives(text);
      }),
      settings,
    );
  });
});
