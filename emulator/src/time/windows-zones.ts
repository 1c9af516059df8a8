/** A time zone as `timezonedefinition` has it, with the name that `Intl` knows it by. */
interface WindowsZone {
  readonly code: number;
  readonly standardName: string;
  readonly userInterfaceName: string;
  readonly iana: string;
}

/**
 * Zones that a user can choose, one a line: code, name of the standard time, name in the user's settings, IANA name.
 * https://learn.microsoft.com/power-apps/developer/data-platform/reference/entities/timezonedefinition
 * https://learn.microsoft.com/windows-hardware/manufacture/desktop/default-time-zones
 */
const lines = `0|Dateline Standard Time|(GMT-12:00) International Date Line West|Etc/GMT+12
2|Hawaiian Standard Time|(GMT-10:00) Hawaii|Pacific/Honolulu
3|Alaskan Standard Time|(GMT-09:00) Alaska|America/Anchorage
4|Pacific Standard Time|(GMT-08:00) Pacific Time (US & Canada)|America/Los_Angeles
10|Mountain Standard Time|(GMT-07:00) Mountain Time (US & Canada)|America/Denver
15|US Mountain Standard Time|(GMT-07:00) Arizona|America/Phoenix
20|Central Standard Time|(GMT-06:00) Central Time (US & Canada)|America/Chicago
35|Eastern Standard Time|(GMT-05:00) Eastern Time (US & Canada)|America/New_York
50|Atlantic Standard Time|(GMT-04:00) Atlantic Time (Canada)|America/Halifax
60|Newfoundland Standard Time|(GMT-03:30) Newfoundland|America/St_Johns
65|E. South America Standard Time|(GMT-03:00) Brasilia|America/Sao_Paulo
80|Azores Standard Time|(GMT-01:00) Azores|Atlantic/Azores
85|GMT Standard Time|(GMT+00:00) Dublin, Edinburgh, Lisbon, London|Europe/London
90|Greenwich Standard Time|(GMT+00:00) Monrovia, Reykjavik|Atlantic/Reykjavik
92|UTC|(GMT) Coordinated Universal Time|UTC
95|Central Europe Standard Time|(GMT+01:00) Belgrade, Bratislava, Budapest, Ljubljana, Prague|Europe/Budapest
100|Central European Standard Time|(GMT+01:00) Sarajevo, Skopje, Warsaw, Zagreb|Europe/Warsaw
105|Romance Standard Time|(GMT+01:00) Brussels, Copenhagen, Madrid, Paris|Europe/Paris
110|W. Europe Standard Time|(GMT+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna|Europe/Berlin
120|Egypt Standard Time|(GMT+02:00) Cairo|Africa/Cairo
125|FLE Standard Time|(GMT+02:00) Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius|Europe/Kiev
130|GTB Standard Time|(GMT+02:00) Athens, Bucharest|Europe/Bucharest
135|Israel Standard Time|(GMT+02:00) Jerusalem|Asia/Jerusalem
140|South Africa Standard Time|(GMT+02:00) Harare, Pretoria|Africa/Johannesburg
145|Russian Standard Time|(GMT+03:00) Moscow, St. Petersburg|Europe/Moscow
160|Iran Standard Time|(GMT+03:30) Tehran|Asia/Tehran
165|Arabian Standard Time|(GMT+04:00) Abu Dhabi, Muscat|Asia/Dubai
185|West Asia Standard Time|(GMT+05:00) Ashgabat, Tashkent|Asia/Tashkent
190|India Standard Time|(GMT+05:30) Chennai, Kolkata, Mumbai, New Delhi|Asia/Calcutta
193|Nepal Standard Time|(GMT+05:45) Kathmandu|Asia/Katmandu
205|SE Asia Standard Time|(GMT+07:00) Bangkok, Hanoi, Jakarta|Asia/Bangkok
210|China Standard Time|(GMT+08:00) Beijing, Chongqing, Hong Kong, Urumqi|Asia/Shanghai
235|Tokyo Standard Time|(GMT+09:00) Osaka, Sapporo, Tokyo|Asia/Tokyo
250|Cen. Australia Standard Time|(GMT+09:30) Adelaide|Australia/Adelaide
255|AUS Eastern Standard Time|(GMT+10:00) Canberra, Melbourne, Sydney|Australia/Sydney
280|Central Pacific Standard Time|(GMT+11:00) Solomon Is., New Caledonia|Pacific/Guadalcanal
285|Fiji Standard Time|(GMT+12:00) Fiji|Pacific/Fiji
290|New Zealand Standard Time|(GMT+12:00) Auckland, Wellington|Pacific/Auckland
300|Tonga Standard Time|(GMT+13:00) Nuku'alofa|Pacific/Tongatapu`;

export const windowsZones: readonly WindowsZone[] = lines.split('\n').map((line) => {
  const [code = '', standardName = '', userInterfaceName = '', iana = 'UTC'] = line.split('|');
  return { code: Number(code), standardName, userInterfaceName, iana };
});

export const utcCode = 92;
