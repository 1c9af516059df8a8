/** A test on text that ignores case, as the platform's database does. */
type TextTest = (text: string) => boolean;

export function equalsIgnoringCase(wanted: string): TextTest {
  const lower = wanted.toLowerCase();
  return (text) => text === wanted || (text.length === wanted.length && text.toLowerCase() === lower);
}

/**
 * A `like` pattern of SQL Server: `%` any text, `_` any character, `[abc]`, `[a-f]`, `[^a]` one character (not) of a set.
 * The common shapes (`x%`, `%x`, `%x%`, no wildcard) are compiled to string searches.
 */
export function likeTest(pattern: string): TextTest {
  const lower = pattern.toLowerCase();
  const inner = lower.replace(/^%+/, '').replace(/%+$/, '');
  if (!/[%_[]/.test(inner)) {
    const leading = lower.startsWith('%');
    const trailing = lower.endsWith('%');
    if (leading && trailing) return (text) => text.toLowerCase().includes(inner);
    if (trailing) return (text) => text.toLowerCase().startsWith(inner);
    if (leading) return (text) => text.toLowerCase().endsWith(inner);
    return equalsIgnoringCase(pattern);
  }
  const expression = likeExpression(lower);
  return (text) => expression.test(text);
}

function likeExpression(pattern: string): RegExp {
  let source = '';
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    if (character === '%') source += '[\\s\\S]*';
    else if (character === '_') source += '[\\s\\S]';
    else if (character === '[') {
      const end = pattern.indexOf(']', at + 2);
      if (end < 0) source += '\\[';
      else {
        const set = pattern.slice(at + 1, end);
        const negated = set.startsWith('^');
        source += characterSet(negated ? set.slice(1) : set, negated);
        at = end;
      }
    } else source += escaped(character);
  }
  return new RegExp(`^${source}$`, 'iu');
}

/** `a-f` stays a range; a range that runs backwards matches nothing in SQL and would be a syntax error here. */
function characterSet(set: string, negated: boolean): string {
  let body = '';
  const characters = Array.from(set);
  for (let at = 0; at < characters.length; at++) {
    const from = characters[at] ?? '';
    const to = characters[at + 2];
    if (characters[at + 1] === '-' && to !== undefined) {
      if (from <= to) body += `${escaped(from)}-${escaped(to)}`;
      at += 2;
    } else body += escaped(from);
  }
  if (body === '') return negated ? '[\\s\\S]' : '[^\\s\\S]';
  return negated ? `[^${body}]` : `[${body}]`;
}

function escaped(character: string): string {
  return /[\\^$.*+?()[\]{}|/-]/.test(character) ? `\\${character === '-' ? 'x2d' : character}` : character;
}
