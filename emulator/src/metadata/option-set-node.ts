import type { Option, OptionSet } from '../model/choice.js';
import { label } from '../model/label.js';
import { labelJson, managedProperty } from './labels.js';
import type { Json, MetadataNode } from './node.js';

/** A choice as OptionSetMetadata or BooleanOptionSetMetadata. */
export function optionSetNode(
  optionSet: OptionSet,
  languageId: number,
  kind: 'Picklist' | 'State' | 'Status' | 'Boolean' = 'Picklist',
): MetadataNode {
  const isBoolean = kind === 'Boolean';
  const options = optionSet.options.map((option) => optionJson(option, optionSet, languageId));
  const [no, yes] = options;
  return {
    type: isBoolean ? 'BooleanOptionSetMetadata' : 'OptionSetMetadata',
    base: {
      MetadataId: optionSet.metadataId,
      HasChanged: null,
      Name: optionSet.name,
      DisplayName: labelJson(optionSet.displayName, languageId),
      Description: labelJson({}, languageId),
      ExternalTypeName: null,
      IntroducedVersion: '5.0.0.0',
      IsCustomOptionSet: optionSet.isCustom,
      IsCustomizable: managedProperty(true, 'iscustomizable'),
      IsGlobal: optionSet.isGlobal,
      IsManaged: !optionSet.isCustom,
      OptionSetType: kind,
      ParentOptionSetName: null,
    },
    derived: isBoolean
      ? {
          TrueOption: yes ?? optionJson({ value: 1, label: label('Yes') }, optionSet, languageId),
          FalseOption: no ?? optionJson({ value: 0, label: label('No') }, optionSet, languageId),
        }
      : { Options: options },
    navigations: {},
    keys: ['Name'],
    isDerived: false,
  };
}

function optionJson(option: Option, optionSet: OptionSet, languageId: number): Json {
  return {
    Value: option.value,
    Label: labelJson(option.label, languageId),
    Description: labelJson(option.description ?? {}, languageId),
    Color: option.color ?? null,
    IsManaged: option.isManaged ?? !optionSet.isCustom,
    ExternalValue: '',
    ParentValues: [],
    Tag: null,
    IsHidden: false,
    MetadataId: null,
    HasChanged: null,
    ...(option.state === undefined ? {} : { State: option.state, TransitionData: null }),
    ...(option.defaultStatus === undefined ? {} : { DefaultStatus: option.defaultStatus, InvariantName: null }),
  };
}
