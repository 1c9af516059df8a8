import { removeTexts } from '../../../webresources/src/remove/texts.js';

const placeholders = (text: string) => [...new Set(text.match(/\{\d\}/g) ?? [])].sort();

it.each(['de', 'fr', 'he'] as const)(
  'E6 asks in %s with the placeholders of English, and nothing in English',
  (name) => {
    for (const [key, english] of Object.entries(removeTexts.en)) {
      const text = removeTexts[name][key as keyof typeof removeTexts.en];
      expect([key, placeholders(text)]).toEqual([key, placeholders(english)]);
      expect(text).not.toBe(english);
    }
  },
);
