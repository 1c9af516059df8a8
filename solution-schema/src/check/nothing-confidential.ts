import type { Rule } from './rule.js';

/** Addresses that name no environment: XML namespaces and placeholders. */
const harmless =
  /^https?:\/\/(www\.w3\.org|schemas\.(microsoft|openxmlformats)\.(com|org)|localhost|example\.(com|org))([/:"'<\s]|$)/;
const address = /https?:\/\/[^\s"'<>)]*/g;
const secret = /authvalue|client[_-]?secret|password\s*[=:>]|-----BEGIN|AccountKey=|[?&]sig=/i;
/** Text that we write ourselves. Bundles contain addresses of licences and of error pages. */
const written = /\.(xml|svg|resx|json)$/;

/** A package goes to every customer: no key, no address of an environment, no value of a variable. */
export const nothingConfidential: Rule = {
  name: 'nothing-confidential',
  *check(solution) {
    for (const [file, bytes] of solution.files) {
      if (!written.test(file)) continue;
      const text = new TextDecoder().decode(bytes);
      for (const url of new Set(text.match(address) ?? [])) {
        if (harmless.test(url)) continue;
        yield {
          file,
          element: url,
          problem: 'It is a real address.',
          remedy: 'Use an environment variable or https://example.com.',
        };
      }
      const found = secret.exec(text)?.[0];
      if (found !== undefined)
        yield {
          file,
          element: found,
          problem: 'It looks like a key.',
          remedy: 'Keys are set after the import and never travel in a package.',
        };
    }
  },
};
