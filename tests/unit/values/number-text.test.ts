import { numberText } from '@pmds/bridge/domain/values/number-text';

describe('B3 the digits of a number', () => {
  it.each<[string, number | undefined, string]>([
    ['922337203685477.5807', 2, '922337203685477.5807'],
    ['99999999999.1234567891', 10, '99999999999.1234567891'],
    ['9007199254740993', 0, '9007199254740993'],
    ['-9223372036854775808', 0, '-9223372036854775808'],
    ['1000.5000', 2, '1000.50'],
    ['1000.0000', 0, '1000'],
    ['0.1000000000', undefined, '0.1000000000'],
    ['1.5e-7', undefined, '0.00000015'],
    ['12E+3', undefined, '12000'],
    ['1.25e1', undefined, '12.5'],
    ['-0.0', 0, '0'],
    ['-0.50', 1, '-0.5'],
  ])('%s shown with %s places is %s', (text, precision, shown) => {
    expect(numberText(text, precision)).toBe(shown);
  });

  it('is left alone where its exponent would make it endless', () => {
    expect(numberText('1e999999999', undefined)).toBe('1e999999999');
  });
});
