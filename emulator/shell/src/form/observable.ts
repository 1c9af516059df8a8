import * as React from 'react';

/** Something that tells its listeners when it has changed. */
export class Observable {
  readonly #listeners = new Set<() => void>();
  #version = 0;

  get version(): number {
    return this.#version;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  changed(): void {
    this.#version++;
    for (const listener of [...this.#listeners]) listener();
  }
}

/** Draws the component again whenever one of the observables changes. @returns a number that grows with each change */
export function useChanges(...sources: readonly Observable[]): number {
  const [version, draw] = React.useReducer((count: number) => count + 1, 0);
  const drawn = sources.map((source) => source.version);
  React.useEffect(() => {
    const stops = sources.map((source) => source.subscribe(draw));
    // Effects run after the browser has painted; what changed in between told nobody.
    if (sources.some((source, index) => source.version !== drawn[index])) draw();
    return () => stops.forEach((stop) => stop());
    // The list itself is new with each call; what it holds is what counts.
  }, sources);
  return version;
}
