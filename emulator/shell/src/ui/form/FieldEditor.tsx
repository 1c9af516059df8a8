import * as React from 'react';
import { Button, Input, Link, Select, Switch, Textarea, type FieldControlProps } from '@fluentui/react-components';
import type { AttributeModel } from '../../form/attribute-model';
import type { AttributeValue, LookupValue } from '../../form/values';
import { router } from '../../router';
import { text } from '../../texts/texts';
import { Icon } from '../icons';
import { lookupObjects } from '../dialogs/lookup-objects';
import { localText } from './local-text';
import { plainText } from '../../server/plain-text';

interface FieldEditorProps {
  readonly attribute: AttributeModel;
  readonly disabled: boolean;
  readonly rows: number;
  readonly label: string;
  readonly onChange: (value: AttributeValue) => void;
  readonly onInvalid: (message: string | null) => void;
}

/** The stock control of a column. `Field` around it hands down label and message as props, which go to the input. */
export function FieldEditor({
  attribute,
  disabled,
  rows,
  label,
  onChange,
  onInvalid,
  ...field
}: FieldEditorProps & Partial<FieldControlProps>): React.ReactElement {
  const { column, value } = attribute;
  const id = { id: field.id };
  const aria = {
    ...id,
    'aria-describedby': field['aria-describedby'],
    'aria-invalid': field['aria-invalid'],
    'aria-required': field['aria-required'],
  };
  if (column.isLookup)
    return <LookupEditor attribute={attribute} disabled={disabled} label={label} onChange={onChange} aria={aria} />;
  if (disabled) return <ReadOnlyValue attribute={attribute} rows={rows} aria={aria} />;
  if (column.type === 'boolean') {
    const words =
      column.options?.find((option) => option.value === Number(value === true))?.label ??
      text(value === true ? 'yes' : 'no');
    return <Switch {...aria} checked={value === true} label={words} onChange={(_, { checked }) => onChange(checked)} />;
  }
  if (column.options !== null) {
    return (
      <Select
        {...aria}
        value={value === null ? '' : plainText(value)}
        onChange={(_, data) => onChange(data.value === '' ? null : Number(data.value))}
      >
        <option value="">{text('none')}</option>
        {value !== null && !column.options.some((option) => option.value === value) && (
          <option value={plainText(value)}>{plainText(value)}</option>
        )}
        {column.options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </Select>
    );
  }
  if (column.type === 'datetime') return <DateEditor attribute={attribute} onChange={onChange} aria={aria} />;
  if (column.type === 'integer' || column.type === 'decimal' || column.type === 'double' || column.type === 'money') {
    return <NumberEditor attribute={attribute} onChange={onChange} onInvalid={onInvalid} aria={aria} />;
  }
  const shown = value === null ? '' : plainText(value);
  const limit = column.maxLength === null ? {} : { maxLength: column.maxLength };
  return column.type === 'memo' ? (
    <Textarea
      {...aria}
      {...limit}
      rows={rows}
      resize="vertical"
      value={shown}
      onChange={(_, data) => onChange(data.value)}
    />
  ) : (
    <Input {...aria} {...limit} value={shown} onChange={(_, data) => onChange(data.value)} />
  );
}

type Aria = Partial<FieldControlProps>;

/** What may not be changed is shown as text that can be selected and read out, not as a greyed-out input. */
function ReadOnlyValue({
  attribute,
  rows,
  aria,
}: {
  attribute: AttributeModel;
  rows: number;
  aria: Aria;
}): React.ReactElement {
  const { column, value } = attribute;
  const shown = value === null ? text('none') : localText(column, value, plainText(value));
  const color = column.options?.find((option) => option.value === value)?.color ?? null;
  if (column.type === 'memo')
    return <Textarea {...aria} className="read-only" appearance="filled-darker" readOnly rows={rows} value={shown} />;
  return (
    <Input
      {...aria}
      className="read-only"
      appearance="filled-darker"
      readOnly
      value={shown}
      contentBefore={
        color === null ? null : <span className="dot" aria-hidden="true" style={{ backgroundColor: color }} />
      }
    />
  );
}

function DateEditor({
  attribute,
  onChange,
  aria,
}: {
  attribute: AttributeModel;
  onChange: (value: AttributeValue) => void;
  aria: Aria;
}): React.ReactElement {
  const dateOnly = attribute.column.dateTimeBehavior === 'DateOnly' || attribute.column.format === 'DateOnly';
  const { value } = attribute;
  const pad = (part: number): string => String(part).padStart(2, '0');
  const day =
    value instanceof Date ? `${value.getFullYear()}-${pad(value.getMonth() + 1)}-${pad(value.getDate())}` : '';
  const shown = value instanceof Date && !dateOnly ? `${day}T${pad(value.getHours())}:${pad(value.getMinutes())}` : day;
  return (
    <Input
      {...aria}
      type={dateOnly ? 'date' : 'datetime-local'}
      value={shown}
      onChange={(_, data) =>
        onChange(data.value === '' ? null : new Date(dateOnly ? `${data.value}T00:00` : data.value))
      }
    />
  );
}

interface NumberEditorProps {
  readonly attribute: AttributeModel;
  readonly onChange: (value: AttributeValue) => void;
  readonly onInvalid: (message: string | null) => void;
  readonly aria: Aria;
}

function NumberEditor({ attribute, onChange, onInvalid, aria }: NumberEditorProps): React.ReactElement {
  const [typed, setTyped] = React.useState<string | null>(null);
  return (
    <Input
      {...aria}
      inputMode="decimal"
      value={typed ?? (attribute.value === null ? '' : plainText(attribute.value))}
      onChange={(_, data) => {
        const number = Number(data.value);
        const fits = Number.isFinite(number) && (attribute.column.type !== 'integer' || Number.isInteger(number));
        setTyped(fits ? null : data.value);
        onInvalid(fits ? null : text('invalidNumber'));
        if (fits) onChange(data.value === '' ? null : number);
      }}
    />
  );
}

interface LookupEditorProps {
  readonly attribute: AttributeModel;
  readonly disabled: boolean;
  readonly label: string;
  readonly onChange: (value: AttributeValue) => void;
  readonly aria: Aria;
}

function LookupEditor({ attribute, disabled, label, onChange, aria }: LookupEditorProps): React.ReactElement {
  const target = (attribute.value as readonly LookupValue[] | null)?.[0] ?? null;
  const pick = async (): Promise<void> => {
    const picked = await lookupObjects({ entityTypes: attribute.column.targets ?? [] });
    const first = picked[0];
    if (first !== undefined) onChange([{ ...first, id: first.id.replace(/[{}]/g, '').toLowerCase() }]);
  };
  const open = (value: LookupValue): void =>
    void router.go({ page: 'entityrecord', table: value.entityType, id: value.id.replace(/[{}]/g, '').toLowerCase() });
  return (
    <div className={disabled ? 'lookup read-only' : 'lookup'} role="group" aria-label={label} id={aria.id}>
      {target === null ? (
        <span className="lookup-empty">{text('none')}</span>
      ) : (
        <Link as="button" onClick={() => open(target)}>
          {target.name || target.id}
        </Link>
      )}
      <span className="spring" />
      {!disabled && target !== null && (
        <Button
          appearance="transparent"
          size="small"
          icon={<Icon name="remove" />}
          aria-label={`${text('remove')}: ${label}`}
          onClick={() => onChange(null)}
        />
      )}
      {!disabled && (
        <Button
          appearance="transparent"
          size="small"
          icon={<Icon name="search" />}
          aria-label={text('lookUp', label)}
          onClick={() => void pick()}
        />
      )}
    </div>
  );
}
