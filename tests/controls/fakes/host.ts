import type * as React from 'react';
import ReactDOM from 'react-dom';
import { act } from 'react-dom/test-utils';

/** The life cycle of a virtual control as a host drives it: one init, updates on every change, outputs when asked. */
export interface VirtualControl<Inputs, Outputs> {
  init(context: ComponentFramework.Context<Inputs>, notifyOutputChanged: () => void): void;
  updateView(context: ComponentFramework.Context<Inputs>): React.ReactElement;
  getOutputs?(): Outputs;
  destroy(): void;
}

export interface Hosted<Outputs> {
  readonly element: HTMLElement;
  /** Times the control said that its outputs changed. */
  readonly notifications: () => number;
  readonly update: () => void;
  readonly outputs: () => Outputs | undefined;
  readonly close: () => void;
}

/**
 * Hosts a control in the document.
 * @param context Asked before every update, so that a test changes what it answers.
 */
export function host<Inputs, Outputs>(
  control: VirtualControl<Inputs, Outputs>,
  context: () => ComponentFramework.Context<Inputs>,
): Hosted<Outputs> {
  const element = document.body.appendChild(document.createElement('div'));
  let notified = 0;
  control.init(context(), () => (notified += 1));
  const update = () => {
    act(() => {
      ReactDOM.render(control.updateView(context()), element);
    });
  };
  update();
  return {
    element,
    notifications: () => notified,
    update,
    outputs: () => control.getOutputs?.(),
    close: () => {
      ReactDOM.unmountComponentAtNode(element);
      control.destroy();
      element.remove();
    },
  };
}
