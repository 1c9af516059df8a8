import { mergedFields } from '@pmds/contracts/web-form/merged-fields';
import * as React from 'react';
import { BoundText } from '../../shared/columns/bound-text';
import { Frame } from '../../shared/Frame';
import type { Maybe } from '../../shared/maybe';
import { type Texts, textsOf } from '../../shared/texts';
import type { IInputs, IOutputs } from './generated/ManifestTypes';
import { WebFormFields as View } from './WebFormFields';

type Host = ComponentFramework.Context<IInputs>;

/** Says input by input what a web form is filled with; its value is the JSON of `pmds_fields` of a web form. */
export class WebFormFields implements ComponentFramework.ReactControl<IInputs, IOutputs> {
  private texts: Texts = (key) => key;
  private readonly bound = new BoundText(mergedFields);

  init(context: ComponentFramework.Context<IInputs>, notifyOutputChanged: () => void): void {
    this.bound.begin(notifyOutputChanged);
    this.texts = textsOf(context);
  }

  updateView(context: ComponentFramework.Context<IInputs>): React.ReactElement {
    const host: Maybe<Host> = context;
    const { fields }: Maybe<IInputs> = host.parameters ?? {};
    this.bound.follow(fields?.raw ?? null);
    const view = React.createElement(View, {
      stored: this.bound.text,
      readOnly: host.mode?.isControlDisabled === true || fields?.security?.editable === false,
      merged: this.bound.merged,
      texts: this.texts,
      onChange: this.onChange,
    });
    return React.createElement(
      Frame,
      {
        idPrefix: 'pmds-web-form',
        theme: host.fluentDesignLanguage?.tokenTheme,
        rtl: host.userSettings?.isRTL === true,
      },
      view,
    );
  }

  getOutputs(): IOutputs {
    const text = this.bound.take();
    return text === null ? {} : { fields: text };
  }

  destroy(): void {
    this.bound.end();
  }

  private readonly onChange = (text: string): void => this.bound.change(text);
}
