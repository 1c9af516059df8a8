/** Why a text is no key. */
export type KeyWeakness = 'too-short' | 'placeholder' | 'repeats' | 'predictable' | 'words';

/** What a key has to hold: as much as the 256 bits of HMAC-SHA-256 (RFC 7518, section 3.2). */
export const keyBits = 256;
/**
 * What an estimate from the text alone has to reach. A random key shows less than it holds, because so short a text does
 * not use all letters of its alphabet; 160 lies far below what random keys show and far above what made-up ones do.
 */
const shownBits = 160;
/** Letters whose order is looked at: more than any key has, and few enough to be done in a millisecond. */
const looksAt = 256;

/**
 * Judges a text that shall be a key: whether it can hold 256 bits, and whether it looks as if somebody thought of it.
 * Made for texts of a generator (base64, base64url, hex, base32). A random one is refused less than once in a million.
 * @returns `null` for a usable key.
 */
export function weaknessOf(text: string): KeyWeakness | null {
  const whole = text.trim().replace(/=+$/, '');
  if (isPlaceholder(whole) || holdsPlaceholder(whole)) return 'placeholder';
  if (whole.length * bitsOfAlphabet(whole) < keyBits) return 'too-short';
  const key = whole.slice(0, looksAt);
  const lower = key.toLowerCase();
  if ([1, 2, 3].some((step) => shareOfNeighbours(lower, step) > 0.6)) return 'predictable';
  if (looksLikeWords(key)) return 'words';
  const perLetter = Math.min(bitsOfAlphabet(key), Math.log2(new Set(key).size));
  return novelLetters(lower) * perLetter < shownBits ? 'repeats' : null;
}

const standsForASecret =
  'change.?(me|it|this)|replace.?(me|this|it)|place.?holder|(insert|set|put|enter|fill).?(me|here|in|your.*)|(your|my|the|a|some|own|new)?.?(own|new)?.?' +
  '((client|webhook|prefill|manifest|signing|secret|private|api|default).?)?(secret|key|password|passwd)([.-]?(goes)?[.-]?here)?|test|dummy|todo|tbd|none|null|' +
  'undefined|example|sample|foo|bar|foobar|admin|letmein|not.?these|to.?be.?(set|done|defined)';
/** All of it: what comes from elsewhere, such as a client secret, may hold any of these words. */
const isOne = new RegExp(`^(${standsForASecret})[\\d!.]*$`, 'i');
/** A part of it; for keys alone, which are no text. */
const holdsOne =
  /change.?(me|it)|replace.?(me|this|with)|place.?holder|your.?(own.?)?(\w+.?)?(secret|key|password)|secret.?key|not.?these|random.?char|characters|password|(client|webhook|prefill|manifest|signing).?(key|secret)/i;

/** A text of samples, guides and first attempts: it stands for a secret and is none. */
export function isPlaceholder(text: string): boolean {
  const bare = text.trim();
  if (/^<.*>$|^\$?\{.*\}$|^%.*%$|^[^\p{L}\p{N}]*$/u.test(bare) || isOne.test(bare)) return true;
  return new Set(bare.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')).size <= 1;
}

function holdsPlaceholder(key: string): boolean {
  const named = holdsOne.exec(key.slice(0, looksAt))?.[0];
  return named !== undefined && named.length >= 8;
}

/** Bits of a letter that was drawn from the smallest usual alphabet that holds the whole text. */
function bitsOfAlphabet(text: string): number {
  if (/^\d*$/.test(text)) return Math.log2(10);
  if (/^([\da-f]*|[\dA-F]*)$/.test(text)) return 4;
  if (/^([\da-z]*|[\dA-Z]*)$/.test(text)) return 5;
  return 6;
}

/** Letters of the text that no earlier part of four or more foretells; such a part counts as one. */
function novelLetters(text: string): number {
  let novel = 0;
  for (let at = 0; at < text.length;) {
    let length = 0;
    while (at + length < text.length && text.slice(0, at + length).includes(text.slice(at, at + length + 1)))
      length += 1;
    novel += 1;
    at += length >= 4 ? length : 1;
  }
  return novel;
}

const keyboard = [
  'qwertyuiop',
  'qwertzuiop',
  'asdfghjkl',
  'zxcvbnm',
  'yxcvbnm',
  '1234567890',
  'azertyuiop',
  'qsdfghjklm',
];

/** How much of the text follows from the letter `step` places before: the same, or the next of alphabet or keyboard. */
function shareOfNeighbours(text: string, step: number): number {
  let neighbours = 0;
  for (let at = step; at < text.length; at += 1) {
    const [one, two] = [text.charAt(at - step), text.charAt(at)];
    const apart = Math.abs(one.charCodeAt(0) - two.charCodeAt(0));
    if (apart <= 1 || keyboard.some((row) => row.includes(one + two) || row.includes(two + one))) neighbours += 1;
  }
  return neighbours / (text.length - step);
}

/** The pairs of letters of which half of English, German and French text is made. */
const usualPairs = new Set(
  (
    'th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro ic ne ea ' +
    'ra ce li ch ll be ma si om ur ge ei ie un di pa la ta et ss'
  ).split(' '),
);

/** Three words and more, told apart by capitals or by signs between them. */
const written = /^(?:[A-Z][a-z]{2,}[^A-Za-z]*){3,}$|^(?:[A-Z]?[a-z]{2,}\d*[^A-Za-z\d]+){3,}[A-Z]?[a-z]*\d*$/;

/** Whether the letters follow each other as in language, which no generator does: pairs, and capitals at beginnings alone. */
function looksLikeWords(text: string): boolean {
  if (/\s/.test(text) || written.test(text)) return true;
  let pairs = 0;
  let usual = 0;
  let turns = 0;
  for (let at = 1; at < text.length; at += 1) {
    const pair = text.slice(at - 1, at + 1);
    if (!/^[A-Za-z]{2}$/.test(pair)) continue;
    pairs += 1;
    if (usualPairs.has(pair.toLowerCase())) usual += 1;
    if (/^[A-Z][a-z]|^[a-z][A-Z]/.test(pair)) turns += 1;
  }
  return usual >= 13 && usual / pairs >= 0.48 && turns / pairs <= 0.35;
}
