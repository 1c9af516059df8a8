/** The parts of an address, of which any may be missing. */
interface AddressParts {
  readonly lines: readonly string[];
  readonly city: string;
  readonly stateOrProvince: string;
  readonly postalCode: string;
  readonly country: string;
}

/**
 * An address as its country writes it: Japan's way from the postal code down, all others as in the United States.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/web-api-functions-actions-sample#section-2-unbound-function-formataddress
 */
export function addressText({ lines, city, stateOrProvince, postalCode, country }: AddressParts): string {
  const region = [stateOrProvince, postalCode].filter((part) => part !== '').join(' ');
  const cityLine = [city, region].filter((part) => part !== '').join(', ');
  const written = /^japan$/i.test(country.trim())
    ? [postalCode, stateOrProvince, city, ...lines, country]
    : [...lines, cityLine, country];
  return written.filter((line) => line !== '').join('\r\n');
}
