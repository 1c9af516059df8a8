import { waitFor, within } from '@testing-library/react';
import type { IInputs, IOutputs } from '../../../controls/FieldsToSync/FieldsToSync/generated/ManifestTypes';
import { FieldsToSync } from '../../../controls/FieldsToSync/FieldsToSync/index';
import { contextOf, type HostSettings } from './context.js';
import { type Hosted, host } from './host.js';

export interface OpenFields {
  /** The bound column's value as the host holds it. */
  readonly form: { stored: string | null };
  readonly hosted: Hosted<IOutputs>;
}

/** Hosts FieldsToSync on a form and waits until its columns are read. `settings` are asked at every update. */
export async function openFields(stored: string | null, settings: Partial<HostSettings> = {}): Promise<OpenFields> {
  const form = { stored };
  const context = () =>
    contextOf<IInputs>({ selection: { raw: form.stored }, tables: { raw: 'lead,contact' } } as unknown as IInputs, {
      control: 'FieldsToSync',
      ...settings,
    });
  const hosted = host<IInputs, IOutputs>(new FieldsToSync(), context);
  await waitFor(() => {
    if (within(hosted.element).queryByRole('progressbar') !== null)
      throw new Error('The columns are still being read.');
  });
  return { form, hosted };
}

/** The text that is stored for columns of contacts. */
export const contactsText = (contact: readonly string[]): string => JSON.stringify({ version: 1, contact, lead: [] });
