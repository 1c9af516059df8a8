import * as React from 'react';
import { Field, type Theme } from '@fluentui/react-components';
import type { ControlModel } from '../../form/control-model';
import type { FormModel } from '../../form/form-model';
import { useChanges } from '../../form/observable';
import type { AttributeValue } from '../../form/values';
import { ControlHost } from '../../pcf/ControlHost';
import { DataSetModel } from '../../pcf/data-set';
import type { Session } from '../../server/types';
import { text } from '../../texts/texts';
import type { FormCell } from '../../xml/form';
import { viewOf, viewTypes } from '../grid/default-view';
import { ErrorBox } from '../ErrorBox';
import { FieldEditor } from './FieldEditor';
import { Icon } from '../icons';
import { relationshipOf, relationTo } from '../grid/relation';
import { Subgrid } from '../grid/Subgrid';
import { useTable } from '../grid/use-table';

/** What every cell of an open form needs. */
export interface FormSurroundings {
  readonly form: FormModel;
  /** The form as scripts and commands get it. */
  readonly formContext: unknown;
  readonly session: Session;
  readonly theme: Theme;
  readonly isDark: boolean;
  /** Sets a column as the user does: the value, then its OnChange handlers. */
  readonly change: (column: string, value: AttributeValue) => void;
}

/** One cell: a stock control, a subgrid, or the code component bound to it. */
export function FormCellView({
  cell,
  ...around
}: FormSurroundings & { readonly cell: FormCell }): React.ReactElement | null {
  const model = cell.control === null ? undefined : around.form.controls.get(cell.control.id);
  if (model === undefined) return null;
  return <VisibleCell cell={cell} model={model} {...around} />;
}

interface CellProps extends FormSurroundings {
  readonly cell: FormCell;
  readonly model: ControlModel;
}

function VisibleCell(props: CellProps): React.ReactElement | null {
  const { cell, model } = props;
  useChanges(model);
  if (!model.visible) return null;
  const isWide = model.control.subgrid !== null || model.control.custom !== null;
  return (
    <div className={isWide ? 'form-cell wide' : 'form-cell'} style={{ gridColumn: `span ${cell.colSpan}` }}>
      <ErrorBox.Boundary>
        <Content {...props} />
      </ErrorBox.Boundary>
    </div>
  );
}

function Content(props: CellProps): React.ReactElement {
  const { form, formContext, model, session } = props;
  const { control } = model;
  if (control.custom !== null) return control.subgrid === null ? <HostedField {...props} /> : <HostedGrid {...props} />;
  if (control.subgrid !== null) {
    const around = { form, formContext, model, session };
    return <Subgrid {...around} subgrid={control.subgrid} />;
  }
  return <StockField {...props} />;
}

function StockField({ form, model, cell, change }: CellProps): React.ReactElement {
  const { attribute } = model;
  useChanges(form, model, ...(attribute === null ? [] : [attribute]));
  if (attribute === null)
    throw new Error(`The app shell has no stock control for ${model.control.classId} without a column.`);
  const { column } = attribute;
  const disabled = form.isDisabled(model);
  const message = [...model.notifications.values()].join(' ');
  const lock =
    column.isSecured && !column.canRead
      ? text('hidden')
      : column.isSecured && !column.canUpdate
        ? text('locked')
        : null;
  return (
    <Field
      label={{ children: <FieldLabel text={model.label} lock={lock} />, title: column.description }}
      required={attribute.required === 'required'}
      hint={lock === null ? null : { children: lock, className: 'visually-hidden' }}
      validationState={message === '' ? 'none' : 'error'}
      validationMessage={message === '' ? null : message}
    >
      <FieldEditor
        attribute={attribute}
        disabled={disabled}
        rows={Math.max(cell.rowSpan, 2)}
        label={model.label}
        onChange={(value) => change(column.logicalName, value)}
        onInvalid={(problem) =>
          problem === null ? model.clear('shell.number') : model.notify(problem, 'shell.number')
        }
      />
    </Field>
  );
}

function FieldLabel({
  text: label,
  lock,
}: {
  readonly text: string;
  readonly lock: string | null;
}): React.ReactElement {
  return (
    <>
      {label}
      {lock !== null && (
        <span className="lock" title={lock} aria-hidden="true">
          <Icon name="lock" />
        </span>
      )}
    </>
  );
}

function HostedField({ form, model, session, theme, isDark, change }: CellProps): React.ReactElement | null {
  const binding = model.control.custom;
  if (binding === null) return null;
  return (
    <div role="group" aria-label={model.label}>
      <ControlHost
        form={form}
        model={model}
        binding={binding}
        dataSet={null}
        session={session}
        theme={theme}
        isDark={isDark}
        onOutput={change}
      />
    </div>
  );
}

function HostedGrid({ form, model, session, theme, isDark, change }: CellProps): React.ReactElement | null {
  const { subgrid, custom } = model.control;
  const table = useTable(subgrid?.table ?? '');
  const relationship = subgrid === null ? null : relationshipOf(form, subgrid);
  const dataSet = React.useMemo(() => {
    if (table === null || subgrid === null || relationship === null) return null;
    const view =
      table.views.find(({ id }) => id === subgrid.viewId) ?? viewOf(table, viewTypes.associated, viewTypes.public);
    return new DataSetModel(table, view, subgrid.pageSize, () => relationTo(form, table, relationship));
  }, [table, form]);
  React.useEffect(() => {
    model.onRefresh = () => void dataSet?.load();
    if (form.id !== null) void dataSet?.load();
    return () => {
      model.onRefresh = null;
    };
  }, [dataSet, form.id]);
  if (custom === null || dataSet === null) return null;
  return (
    <div role="group" aria-label={model.label}>
      <ControlHost
        form={form}
        model={model}
        binding={custom}
        dataSet={dataSet}
        session={session}
        theme={theme}
        isDark={isDark}
        onOutput={change}
      />
    </div>
  );
}
