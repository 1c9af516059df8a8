const loaded = new Map<string, Promise<void>>();

/** Loads a script web resource once. @throws Error naming it when the organisation has none of that name */
export function loadLibrary(name: string): Promise<void> {
  return loadScript(`/WebResources/${name}`, name);
}

export function loadScript(source: string, name: string): Promise<void> {
  let known = loaded.get(source);
  if (known === undefined) {
    known = new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = source;
      script.onload = () => resolve();
      script.onerror = () => reject(new Error(`The script ${name} cannot be loaded.`));
      document.head.append(script);
    });
    loaded.set(source, known);
  }
  return known;
}

/** Calls a function by its dotted name, as FormXML and RibbonDiffXml name it. @throws Error when there is none */
export function callFunction(name: string, args: readonly unknown[]): unknown {
  let owner: unknown = null;
  let found: unknown = window;
  for (const part of name.split('.')) {
    owner = found;
    found = (found as Record<string, unknown> | null | undefined)?.[part];
  }
  if (typeof found !== 'function')
    throw new Error(`There is no function ${name}. Is its library loaded, and does it export it?`);
  return (found as (...given: unknown[]) => unknown).apply(owner, [...args]);
}
