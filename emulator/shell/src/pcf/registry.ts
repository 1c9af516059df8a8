/** What a code component's class looks like to the host. */
export interface ControlInstance {
  init(context: unknown, notifyOutputChanged: () => void, state: unknown, container?: HTMLDivElement): void;
  updateView(context: unknown): unknown;
  getOutputs?(): Record<string, unknown>;
  destroy(): void;
}

export type ControlConstructor = new () => ControlInstance;

const registered = new Map<string, ControlConstructor>();

/** Sets the global under which built bundles report for duty. */
export function installRegistry(): void {
  Object.assign(window, {
    ComponentFramework: {
      registerControl: (name: string, control: ControlConstructor) => void registered.set(name, control),
    },
  });
}

/** @throws Error when the bundle registered nothing under the manifest's name */
export function registeredControl(name: string): ControlConstructor {
  const control = registered.get(name);
  if (control === undefined)
    throw new Error(`The bundle of the code component ${name} registered no control of that name.`);
  return control;
}
