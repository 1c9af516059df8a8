import * as React from 'react';
import { Badge, Spinner, Tab, TabList, type Theme } from '@fluentui/react-components';
import { SavePrevented } from '../../form/form-model';
import { useChanges } from '../../form/observable';
import { useCustomCommands } from '../../ribbon/commands';
import { router } from '../../router';
import { messageOf } from '../../server/platform-error';
import { call } from '../../server/web-api';
import type { Session, TableDefinition } from '../../server/types';
import { text } from '../../texts/texts';
import { readRibbon, type Ribbon } from '../../xml/ribbon';
import { CommandBar, type StockCommand } from '../CommandBar';
import { ErrorBox } from '../ErrorBox';
import { FormNotifications } from './FormNotifications';
import { FormTabView } from './FormTabView';
import { HeaderFields } from './HeaderFields';
import { showConfirm } from '../dialogs/message-dialogs';
import { openForm, type OpenForm } from './open-form';

interface FormPageProps {
  readonly table: TableDefinition;
  /** Null for a new row. */
  readonly id: string | null;
  readonly session: Session;
  readonly theme: Theme;
  readonly isDark: boolean;
}

/** The main form of a row. */
export function FormPage(props: FormPageProps): React.ReactElement {
  const { table, id, session } = props;
  const [open, setOpen] = React.useState<OpenForm | null>(null);
  const [failure, setFailure] = React.useState<string | null>(null);
  React.useEffect(() => {
    let current = true;
    const close = (): void => void router.go({ page: 'entitylist', table: table.logicalName });
    const page = {
      close,
      saveAndClose: async () => {
        await opened?.form.save(2);
        close();
      },
    };
    let opened: OpenForm | null = null;
    openForm(table, id, session, page).then(
      (made) => {
        opened = made;
        if (current) setOpen(made);
      },
      (error: unknown) => {
        if (current) setFailure(messageOf(error));
      },
    );
    return () => {
      current = false;
      router.mayLeave = () => Promise.resolve(true);
    };
  }, []);
  if (failure !== null) return <ErrorBox message={failure} />;
  if (open === null) return <Spinner className="page-spinner" label={text('loading')} />;
  return <Form {...props} open={open} />;
}

function Form({
  table,
  session,
  theme,
  isDark,
  open,
}: FormPageProps & { readonly open: OpenForm }): React.ReactElement {
  const { form, formContext } = open;
  useChanges(form, ...form.attributes.values(), ...form.tabs.values());
  useGuard(open);
  const ribbonVersion = useChanges(form.ribbon);
  const ribbon = React.useMemo(() => readRibbon(table.ribbonXml, table.logicalName, session.user.languageId), [table]);
  const custom = useCustomCommands(
    ribbon,
    'Form',
    {
      table,
      form,
      userId: session.user.id,
      selectedIds: [],
      primaryControl: formContext,
      selectedControl: formContext,
    },
    `${ribbonVersion}:${form.id ?? ''}`,
  );
  const tabs = form.layout.tabs.filter((tab) => form.tabs.get(tab.name)?.visible !== false);
  const active = tabs.find((tab) => tab.name === form.activeTab) ?? tabs[0];
  const title = form.id === null ? text('newRow', table.displayName) : form.rowName;
  return (
    <div className="page" aria-busy={form.isBusy}>
      <CommandBar stock={stockCommands(open, ribbon)} custom={custom} />
      <FormNotifications form={form} />
      <div className="form-head">
        <div className="form-title">
          <h1>
            {title}{' '}
            <Badge appearance="tint" color={form.isDirty || form.id === null ? 'warning' : 'informative'} role="status">
              {form.isDirty || form.id === null ? text('unsaved') : text('saved')}
            </Badge>
          </h1>
          <p>{table.displayName}</p>
        </div>
        <HeaderFields form={form} />
      </div>
      <TabList
        className="form-tabs"
        selectedValue={active?.name ?? ''}
        onTabSelect={(_, { value }) => form.showTab(String(value))}
      >
        {tabs.map((tab) => (
          <Tab key={tab.name} value={tab.name}>
            {form.tabs.get(tab.name)?.label ?? tab.label}
          </Tab>
        ))}
      </TabList>
      <div className="form-body" role="tabpanel" aria-label={active?.label}>
        {active !== undefined && (
          <FormTabView
            key={active.name}
            tab={active}
            form={form}
            formContext={formContext}
            session={session}
            theme={theme}
            isDark={isDark}
            change={(column, value) => {
              const attribute = form.attributes.get(column);
              if (attribute === undefined) return;
              attribute.set(value);
              formContext.fireOnChange(attribute);
            }}
          />
        )}
      </div>
    </div>
  );
}

/** Asks before a page with unsaved changes is left, by the app and by the browser. */
function useGuard({ form }: OpenForm): void {
  React.useEffect(() => {
    router.mayLeave = async () =>
      !form.isDirty ||
      showConfirm({
        title: text('leaveTitle'),
        message: text('leaveText'),
        confirm: text('leave'),
        cancel: text('stay'),
      });
    const warn = (event: BeforeUnloadEvent): void => {
      if (form.isDirty) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [form]);
}

/** Saves; what a handler or a message on a field prevents shows there already. */
async function save({ form }: OpenForm, mode: number): Promise<boolean> {
  const wasNew = form.id === null;
  try {
    await form.save(mode);
  } catch (error) {
    if (error instanceof SavePrevented) return false;
    throw error;
  }
  if (wasNew) router.replace({ page: 'entityrecord', table: form.table.logicalName, id: form.id });
  return true;
}

function stockCommands(open: OpenForm, ribbon: Ribbon): StockCommand[] {
  const { form } = open;
  const { table } = form;
  const list = (): Promise<boolean> => router.go({ page: 'entitylist', table: table.logicalName });
  const commands: StockCommand[] = [{ label: text('back'), icon: 'back', run: list }];
  if (!form.isReadOnly) {
    commands.push({ label: text('save'), icon: 'save', disabled: form.isBusy, run: () => save(open, 1) });
    commands.push({
      label: text('saveAndClose'),
      icon: 'saveAndClose',
      disabled: form.isBusy,
      run: async () => (await save(open, 2)) && list(),
    });
  }
  if (table.privileges.Create > 0 && !ribbon.hidden.has(`Mscrm.Form.${table.logicalName}.NewRecord`)) {
    commands.push({
      label: text('new'),
      icon: 'add',
      run: () => router.go({ page: 'entityrecord', table: table.logicalName, id: null }),
    });
  }
  if (form.id !== null && table.privileges.Delete > 0 && !ribbon.hidden.has(`Mscrm.Form.${table.logicalName}.Delete`))
    commands.push({ label: text('delete'), icon: 'delete', run: () => remove(open, list) });
  if (form.id !== null) commands.push({ label: text('refresh'), icon: 'refresh', run: () => form.load(true) });
  return commands;
}

async function remove({ form }: OpenForm, list: () => Promise<boolean>): Promise<void> {
  const confirmed = await showConfirm({
    title: text('deleteTitle'),
    message: text('deleteText', 1),
    confirm: text('delete'),
  });
  if (!confirmed) return;
  await call('DELETE', `${form.table.entitySetName}(${form.id ?? ''})`);
  router.mayLeave = () => Promise.resolve(true);
  await list();
}
