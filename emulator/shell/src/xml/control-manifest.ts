import { attribute, child, children, parseXml } from './dom';

interface ManifestProperty {
  readonly name: string;
  readonly ofType: string;
  readonly usage: string;
  readonly defaultValue: string;
}

/** A built ControlManifest.xml. */
export interface ControlManifest {
  readonly namespace: string;
  readonly constructorName: string;
  readonly version: string;
  readonly isVirtual: boolean;
  readonly properties: readonly ManifestProperty[];
  readonly dataSets: readonly string[];
  readonly code: string;
  readonly styles: readonly string[];
  readonly texts: readonly string[];
  readonly features: ReadonlySet<string>;
}

/** @throws Error when the manifest has no control or no code */
export function readControlManifest(xml: string, name: string): ControlManifest {
  const control = child(parseXml(xml, `The manifest of ${name}`), 'control');
  const resources = child(control, 'resources');
  const code = children(resources, 'code')[0];
  if (control === null || code === undefined) throw new Error(`The manifest of ${name} has no control or no code.`);
  return {
    namespace: attribute(control, 'namespace'),
    constructorName: attribute(control, 'constructor'),
    version: attribute(control, 'version'),
    isVirtual: attribute(control, 'control-type') === 'virtual',
    properties: children(control, 'property').map((property) => ({
      name: attribute(property, 'name'),
      ofType: attribute(property, 'of-type'),
      usage: attribute(property, 'usage'),
      defaultValue: attribute(property, 'default-value'),
    })),
    dataSets: children(control, 'data-set').map((dataSet) => attribute(dataSet, 'name')),
    code: attribute(code, 'path'),
    styles: children(resources, 'css').map((css) => attribute(css, 'path')),
    texts: children(resources, 'resx').map((resx) => attribute(resx, 'path')),
    features: new Set(
      children(child(control, 'feature-usage'), 'uses-feature').map((feature) => attribute(feature, 'name')),
    ),
  };
}

/** Texts of a resx file by key. */
export function readResx(xml: string, name: string): ReadonlyMap<string, string> {
  return new Map(
    children(parseXml(xml, name), 'data').map((data) => [
      attribute(data, 'name'),
      child(data, 'value')?.textContent ?? '',
    ]),
  );
}
