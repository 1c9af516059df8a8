import * as React from 'react';
import { Spinner } from '@fluentui/react-components';
import { useChanges } from '../form/observable';
import type { AttributeValue } from '../form/values';
import { asError, messageOf } from '../server/platform-error';
import { text } from '../texts/texts';
import { ErrorBox } from '../ui/ErrorBox';
import { controlContext, type ControlHostState } from './context';
import { loadControl, type LoadedControl } from './load-control';
import type { ControlInstance } from './registry';

/** Milliseconds that the platform waits after `notifyOutputChanged` before it asks for outputs. */
const outputDelayMs = 100;

type ControlHostProps = Omit<ControlHostState, 'control' | 'updatedProperties' | 'requestRender'> & {
  /** Called with the column and its new value when the control has output. */
  readonly onOutput: (column: string, value: AttributeValue) => void;
};

/** Hosts an imported code component through its life cycle: init once, updateView on every change, destroy at the end. */
export function ControlHost(props: ControlHostProps): React.ReactElement {
  const { name } = props.binding;
  const [loaded, setLoaded] = React.useState<LoadedControl | null>(null);
  const [failure, setFailure] = React.useState<string | null>(null);
  React.useEffect(() => {
    loadControl(name, props.session.user.languageId).then(setLoaded, (error: unknown) => setFailure(messageOf(error)));
  }, [name]);
  if (failure !== null) return <ErrorBox message={failure} />;
  if (loaded === null) return <Spinner size="small" label={text('loading')} />;
  return (
    <ErrorBox.Boundary>
      <Running {...props} control={loaded} />
    </ErrorBox.Boundary>
  );
}

function Running(props: ControlHostProps & { readonly control: LoadedControl }): React.ReactElement {
  const { control, form, model, dataSet, binding, onOutput } = props;
  const container = React.useRef<HTMLDivElement>(null);
  const instance = React.useRef<ControlInstance | null>(null);
  const [element, setElement] = React.useState<React.ReactElement | null>(null);
  const [error, setError] = React.useState<Error | null>(null);
  const [requests, requestRender] = React.useReducer((count: number) => count + 1, 0);
  const changes = useChanges(
    form,
    model,
    ...(model.attribute === null ? [] : [model.attribute]),
    ...(dataSet === null ? [] : [dataSet]),
  );

  React.useEffect(() => {
    let timer: number | null = null;
    /** Takes the output that a control has announced and not yet given; a save and a change of tab do not wait for the delay. */
    const takeOutput = (): void => {
      if (timer === null) return;
      window.clearTimeout(timer);
      timer = null;
      const outputs = instance.current?.getOutputs?.() ?? {};
      for (const [property, value] of Object.entries(outputs)) {
        const bound = binding.parameters.find((parameter) => parameter.name === property && !parameter.isConstant);
        if (bound !== undefined) onOutput(bound.value, (value ?? null) as AttributeValue);
      }
    };
    const notifyOutputChanged = (): void => {
      if (timer !== null) window.clearTimeout(timer);
      timer = window.setTimeout(() => {
        takeOutput();
        requestRender();
      }, outputDelayMs);
    };
    form.outputs.add(takeOutput);
    try {
      const made = new control.construct();
      const context = controlContext({ ...props, updatedProperties: [], requestRender });
      made.init(context, notifyOutputChanged, {}, container.current ?? undefined);
      instance.current = made;
      void dataSet?.load();
      requestRender();
    } catch (cause) {
      setError(asError(cause));
    }
    return () => {
      takeOutput();
      form.outputs.delete(takeOutput);
      instance.current?.destroy();
      instance.current = null;
    };
  }, [control, dataSet]);

  React.useEffect(() => {
    if (instance.current === null) return;
    const updatedProperties = dataSet === null ? ['parameters'] : ['dataset', 'records'];
    try {
      const drawn = instance.current.updateView(controlContext({ ...props, updatedProperties, requestRender }));
      if (control.manifest.isVirtual) setElement(drawn as React.ReactElement);
    } catch (cause) {
      setError(asError(cause));
    }
  }, [requests, changes, form.id, props.theme]);

  if (error !== null) throw error;
  return control.manifest.isVirtual ? <div className="pcf">{element}</div> : <div className="pcf" ref={container} />;
}
