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
