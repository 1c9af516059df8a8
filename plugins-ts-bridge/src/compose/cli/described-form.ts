import { findForm } from '../../application/links/find-form.js';
import { CommandFailed } from '../../cli/command.js';
import type { WebForm } from '../../domain/web-form/web-form.js';
import type { Config } from '../../settings/config.js';
import { openReader } from '../store.js';

/**
 * The Web Form that somebody means by its key, name or address; `null` for none.
 * @throws CommandFailed where several have the name, or no link would open the form.
 */
export async function describedForm(config: Config, text: string): Promise<WebForm | null> {
  const reader = openReader(config.store);
  try {
    const form = await findForm(reader.webForms, text);
    if (form === 'ambiguous') {
      throw new CommandFailed(`Several web forms are called "${text}"; give the key of one as --form.`);
    }
    const why = form === null ? null : troubleOf(form);
    if (why !== null) throw new CommandFailed(`The web form "${form?.name ?? text}" ${why} No link was made.`);
    return form;
  } finally {
    await reader[Symbol.asyncDispose]();
  }
}

function troubleOf({ linkState, fields }: WebForm): string | null {
  if (linkState === 'suspended') return 'has its links suspended; release them on its record.';
  return fields === null ? 'has fields that cannot be read; choose them anew on its record.' : null;
}
