import { Rush } from '@pmds/bridge/http/rush';

/** Forms that are filled in at these milliseconds. @returns how often a rush was noticed. */
function noticed(...times: readonly number[]): number {
  let said = 0;
  let now = 0;
  const rush = new Rush(
    () => (said += 1),
    () => now,
  );
  for (now of times) rush.answered();
  return said;
}
const forms = (count: number, fromMs: number, everyMs: number) =>
  Array.from({ length: count }, (_, index) => fromMs + index * everyMs);

describe('a rush of people who open forms', () => {
  it('is noticed with fifty forms in a second, and not with one less', () => {
    expect(noticed(...forms(50, 7_000, 20))).toBe(1);
    expect(noticed(...forms(49, 7_000, 20))).toBe(0);
  });

  it('is none when as many are spread over a minute', () => {
    expect(noticed(...forms(600, 0, 100))).toBe(0);
  });

  it('is noticed after quiet hours, and said once however long it takes', () => {
    expect(noticed(...forms(20, 500, 5), ...forms(500, 9_000_000, 2))).toBe(1);
  });
});
