import type { PrefillResponse } from '@pmds/contracts/prefill';
import { codeOf, post, type OpenLink } from './call.js';

/**
 * Asks for the code that is mailed to the address on record, and shows what it opens. The page owner has written the
 * buttons, the input and all words; `document` hears `pmds:verify`, and the root element carries the state.
 */
export async function verify(pressed: Element, link: OpenLink): Promise<void> {
  const isCheck = pressed.getAttribute('data-pmds-verify') === 'check';
  const input = document.querySelector<HTMLInputElement>('input[data-pmds-verify=code]');
  const answer = isCheck
    ? await post(link, 'prefill/verify', { code: input ? input.value : '' })
    : await post(link, 'prefill/code', {});
  const isDone = answer.status === (isCheck ? 200 : 202);
  if (isDone && isCheck) link.fillIn(answer.body as PrefillResponse);
  if (isDone && isCheck && input) input.value = '';
  const state = isDone ? (isCheck ? 'verified' : 'code-sent') : codeOf(answer);
  document.documentElement.setAttribute('data-pmds-verify', state);
  document.dispatchEvent(new CustomEvent('pmds:verify', { detail: { state } }));
}

if (window.pmdsPrefill) window.pmdsPrefill.parts.verify = verify;
