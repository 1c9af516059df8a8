import { attribute, child, children, labelIn, parseXml } from './dom';

export interface RibbonButton {
  readonly id: string;
  readonly command: string;
  readonly label: string;
  readonly toolTip: string;
  /** Address of its icon, or null. */
  readonly icon: string | null;
  readonly sequence: number;
  /** `Form`, `HomepageGrid` or `SubGrid`. */
  readonly place: string;
}

/** A rule of a command; `element` is its definition. */
export interface RibbonRule {
  readonly id: string;
  readonly conditions: readonly Element[];
}

interface RibbonAction {
  readonly library: string;
  readonly functionName: string;
  /** Values of `CrmParameter`, in order. */
  readonly parameters: readonly string[];
}

export interface RibbonCommand {
  readonly enableRules: readonly RibbonRule[];
  readonly displayRules: readonly RibbonRule[];
  readonly actions: readonly RibbonAction[];
}

export interface Ribbon {
  readonly buttons: readonly RibbonButton[];
  readonly commands: ReadonlyMap<string, RibbonCommand>;
  /** Locations of the platform's own buttons that the solution takes away. */
  readonly hidden: ReadonlySet<string>;
}

const emptyRibbon: Ribbon = { buttons: [], commands: new Map(), hidden: new Set() };
const webResource = '$webresource:';

/**
 * Reads a table's RibbonDiffXml. A `$LocLabels:` without entry stays as it is, so that the mistake shows, as in an app; a location
 * that does not exist shows nothing.
 */
export function readRibbon(xml: string | null, table: string, languageId: number): Ribbon {
  if (xml === null) return emptyRibbon;
  const root = parseXml(xml, `The command bar of ${table}`);
  const labels = new Map(
    children(child(root, 'LocLabels'), 'LocLabel').map((label) => [
      attribute(label, 'Id'),
      labelIn(child(label, 'Titles'), languageId),
    ]),
  );
  const text = (value: string): string =>
    value.startsWith('$LocLabels:') ? (labels.get(value.slice('$LocLabels:'.length)) ?? value) : value;
  const rules = ruleBook(root);
  return {
    buttons: children(child(root, 'CustomActions'), 'CustomAction')
      .flatMap((action) =>
        children(child(action, 'CommandUIDefinition'), 'Button').map((button) =>
          readButton(action, button, table, text),
        ),
      )
      .filter((button): button is RibbonButton => button !== null)
      .sort((a, b) => a.sequence - b.sequence),
    commands: new Map(
      children(child(root, 'CommandDefinitions'), 'CommandDefinition').map((command) => [
        attribute(command, 'Id'),
        {
          enableRules: rules(child(command, 'EnableRules'), 'EnableRule'),
          displayRules: rules(child(command, 'DisplayRules'), 'DisplayRule'),
          actions: children(child(command, 'Actions'), 'JavaScriptFunction').map((action) => ({
            library: libraryName(attribute(action, 'Library')),
            functionName: attribute(action, 'FunctionName'),
            parameters: children(action, 'CrmParameter').map((parameter) => attribute(parameter, 'Value')),
          })),
        },
      ]),
    ),
    hidden: new Set(
      children(child(root, 'CustomActions'), 'HideCustomAction').map((action) => attribute(action, 'Location')),
    ),
  };
}

export function libraryName(text: string): string {
  return text.startsWith(webResource) ? text.slice(webResource.length) : text;
}

function readButton(
  action: Element,
  button: Element,
  table: string,
  text: (value: string) => string,
): RibbonButton | null {
  const location = /^Mscrm\.(Form|HomepageGrid|SubGrid)\.([^.]+)\.MainTab\.[A-Za-z]+\.Controls\._children$/.exec(
    attribute(action, 'Location'),
  );
  if (location?.[2] !== table) return null;
  const icon = attribute(button, 'ModernImage');
  return {
    id: attribute(button, 'Id'),
    command: attribute(button, 'Command'),
    label: text(attribute(button, 'LabelText')),
    toolTip: text(attribute(button, 'ToolTipDescription') || attribute(button, 'ToolTipTitle')),
    icon: icon.startsWith(webResource) ? `/WebResources/${icon.slice(webResource.length)}` : null,
    sequence: Number(attribute(button, 'Sequence') || attribute(action, 'Sequence')),
    place: location[1] ?? '',
  };
}

function ruleBook(root: Element): (parent: Element | null, kind: 'EnableRule' | 'DisplayRule') => RibbonRule[] {
  const definitions = child(root, 'RuleDefinitions');
  return (parent, kind) =>
    children(parent, kind).map((reference) => {
      const id = attribute(reference, 'Id');
      const definition = children(child(definitions, `${kind}s`), kind).find((at) => attribute(at, 'Id') === id);
      return { id, conditions: children(definition ?? null) };
    });
}
