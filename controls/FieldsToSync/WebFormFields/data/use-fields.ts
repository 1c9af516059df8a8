import { parseWebFormFields, serialiseWebFormFields, type WebFormField } from '@pmds/contracts/web-form/definition';
import * as React from 'react';

type WebFormFieldsFailure = Extract<ReturnType<typeof parseWebFormFields>, { readonly ok: false }>['failure'];

interface Fields {
  readonly value: readonly WebFormField[];
  /** Set when the stored text cannot be read; nothing may be changed until the user starts over. */
  readonly failure: WebFormFieldsFailure | null;
  readonly replace: (fields: readonly WebFormField[]) => void;
}

const none: readonly WebFormField[] = [];

/** The fields as the user sees them: a change shows at once, and the host stores it later. */
export function useFields(stored: string | null, onChange: (text: string) => void): Fields {
  const [draft, setDraft] = React.useState<string | null>(null);
  React.useEffect(() => setDraft(null), [stored]);
  const text = draft ?? stored;
  const parsed = React.useMemo(() => parseWebFormFields(text), [text]);
  const replace = (fields: readonly WebFormField[]) => {
    const next = serialiseWebFormFields(fields);
    if (next === text) return;
    setDraft(next);
    onChange(next);
  };
  return { value: parsed.ok ? parsed.value : none, failure: parsed.ok ? null : parsed.failure, replace };
}
