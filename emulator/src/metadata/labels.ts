import { malformed } from '../model/dataverse-error.js';
import { guidOfName } from '../model/guid.js';
import { english, type Label } from '../model/label.js';
import type { Json } from './node.js';

/** A label as definitions write it. https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/label */
export function labelJson(label: Label, languageId: number): Json {
  const labels = Object.entries(label).map(([code, text]) => localized(text, Number(code)));
  const own = label[languageId] === undefined ? english : languageId;
  const text = label[own];
  return { LocalizedLabels: labels, UserLocalizedLabel: text === undefined ? null : localized(text, own) };
}

function localized(text: string, languageCode: number): Json {
  return {
    Label: text,
    LanguageCode: languageCode,
    IsManaged: true,
    MetadataId: guidOfName(`label:${languageCode}:${text}`),
    HasChanged: null,
  };
}

/** `{"Value":…,"CanBeChanged":…,"ManagedPropertyLogicalName":…}` */
export function managedProperty(value: Json, name: string, canBeChanged = true): Json {
  return { Value: value, CanBeChanged: canBeChanged, ManagedPropertyLogicalName: name };
}

/**
 * Leaves the labels of some languages in a JSON text, as `LabelLanguages=1033,1031` asks for; the user's own label stays.
 * The option is seen in public clients and not in the documentation.
 * @throws DataverseError 400 for anything but language codes.
 */
export function withLabelsOf(body: string, languages: string): string {
  const asked = languages.split(',').map((code) => code.trim());
  const wrong = asked.find((code) => !/^\d{4,5}$/.test(code));
  if (wrong !== undefined)
    throw malformed(`'${wrong.slice(0, 20)}' in LabelLanguages is no language code such as 1033.`);
  const kept = new Set(asked.map(Number));
  const parsed: unknown = JSON.parse(body, (name, value: unknown) =>
    name === 'LocalizedLabels' && Array.isArray(value)
      ? value.filter(({ LanguageCode }: { readonly LanguageCode: number }) => kept.has(LanguageCode))
      : value,
  );
  return JSON.stringify(parsed);
}
