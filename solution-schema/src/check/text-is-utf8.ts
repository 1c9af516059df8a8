import { isUtf8 } from 'node:buffer';
import type { Rule } from './rule.js';

const text = /\.(xml|svg|resx|json|js|css|html)$/;

/** The packer copies bytes as they are; a wrong letter shows only in the labels of the target. */
export const textIsUtf8: Rule = {
  name: 'text-is-utf8',
  *check({ files }) {
    for (const [file, bytes] of files) {
      if (!text.test(file) || isUtf8(bytes)) continue;
      yield { file, element: file, problem: 'It is not UTF-8.', remedy: 'Save the file as UTF-8.' };
    }
  },
};
