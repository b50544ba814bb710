import { numberOf } from '@baton/domain';
import parsePhoneNumberFromString from 'libphonenumber-js/max';
import { PHONE_PREFIXES } from './phone-prefixes.ts';

const zonesByPrefix: ReadonlyMap<string, string[]> = new Map(
  PHONE_PREFIXES.trim()
    .split('\n')
    .flatMap((line) => {
      const [zones = '', prefixes = ''] = line.split(': ');
      return prefixes.split(' ').map((prefix): [string, string[]] => [prefix, zones.split(' ')]);
    }),
);

/** Calling codes of countries whose mobile numbers have an area code: Mexico, Argentina, Brazil and China. */
const callingCodesWithMobileAreas: readonly string[] = ['52', '54', '55', '86'];

export interface PhoneArea {
  /** The countries that the number could belong to, ISO 3166-1 alpha-2. */
  countries: string[];
  /** The zones of its area code. Absent if the number has none, as most mobile numbers. */
  zones?: string[];
}

/** What a number says about where its owner is. */
export function areaOfPhone(phone: string): PhoneArea {
  const number = parsePhoneNumberFromString(numberOf(phone));
  if (!number) return { countries: [] };
  const countries = number.country ? [number.country] : number.getPossibleCountries();
  const type = number.getType();
  const hasAreaCode =
    type === 'FIXED_LINE' ||
    type === 'FIXED_LINE_OR_MOBILE' ||
    (type === 'MOBILE' && callingCodesWithMobileAreas.includes(number.countryCallingCode));
  const zones = hasAreaCode ? zonesOfAreaCode(number.number.slice(1), number.countryCallingCode) : undefined;
  return { countries, ...(zones && { zones }) };
}

/** The zones of the longest known prefix; undefined if no prefix is longer than the country's calling code. */
function zonesOfAreaCode(digits: string, callingCode: string): string[] | undefined {
  for (let length = digits.length; length > callingCode.length; length--) {
    const zones = zonesByPrefix.get(digits.slice(0, length));
    if (zones) return zones;
  }
  return undefined;
}
