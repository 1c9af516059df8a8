import { dateText } from '../../data/value.js';
import { DataverseError } from '../../model/dataverse-error.js';
import { zoneOfCode, type TimeZone } from '../../time/time-zone.js';
import { windowsZones } from '../../time/windows-zones.js';
import type { JsonObject } from '../../write/input/json-body.js';
import { parameterError, type Operation } from '../operation.js';

/**
 * Names of zones are those of `standardname`, whatever the language.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/gettimezonecodebylocalizedname
 */
const codeByName: Operation = {
  name: 'GetTimeZoneCodeByLocalizedName',
  kind: 'function',
  binding: null,
  parameters: ['LocalizedStandardName', 'LocaleId'],
  summary: 'Code of a time zone by the English name of its standard time.',
  run({ parameters }) {
    const name = parameters['LocalizedStandardName'];
    if (typeof name !== 'string') throw parameterError('LocalizedStandardName', 'Edm.String', name);
    if (typeof parameters['LocaleId'] !== 'number')
      throw parameterError('LocaleId', 'Edm.Int32', parameters['LocaleId']);
    const zone = windowsZones.find(({ standardName }) => standardName === name);
    if (zone === undefined) throw invalidZone(name);
    return { TimeZoneCode: zone.code };
  },
};

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/localtimefromutctime */
const localTime: Operation = {
  name: 'LocalTimeFromUtcTime',
  kind: 'function',
  binding: null,
  parameters: ['TimeZoneCode', 'UtcTime'],
  summary: 'What clocks of a time zone show at a moment.',
  run: ({ parameters }) => ({ LocalTime: dateText(zoneOf(parameters).local(timeOf(parameters, 'UtcTime'))) }),
};

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/utctimefromlocaltime */
const utcTime: Operation = {
  name: 'UtcTimeFromLocalTime',
  kind: 'function',
  binding: null,
  parameters: ['TimeZoneCode', 'LocalTime'],
  summary: 'The moment at which clocks of a time zone show a time.',
  run: ({ parameters }) => ({ UtcTime: dateText(zoneOf(parameters).moment(timeOf(parameters, 'LocalTime'))) }),
};

function zoneOf(parameters: JsonObject): TimeZone {
  const code = parameters['TimeZoneCode'];
  if (typeof code !== 'number') throw parameterError('TimeZoneCode', 'Edm.Int32', code);
  const zone = zoneOfCode(code);
  if (zone === null) throw invalidZone(String(code));
  return zone;
}

function timeOf(parameters: JsonObject, name: string): number {
  const value = parameters[name];
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at)) throw parameterError(name, 'Edm.DateTimeOffset', value);
  return at;
}

function invalidZone(named: string): DataverseError {
  return new DataverseError(400, '0x80040203', `The time zone '${named}' is not known.`);
}

export const timeOperations: readonly Operation[] = [codeByName, localTime, utcTime];
