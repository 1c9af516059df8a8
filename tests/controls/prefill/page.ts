import type { PrefillDetail } from '../../../prefill/src/report.js';
import type { PrefillResponse } from '@pmds/contracts/prefill';

/** Tokens of two people. */
export const ann = 'eyJhbm4.YW5u.c2ln-QW5u';
export const bob = 'eyJib2I.Ym9i.c2ln_Qm9i';

/** What the service says to a token: an answer, a refusal, or a text of another form. */
export type Said = PrefillResponse | { readonly refused: string; readonly status?: number } | string;

export interface FakeService {
  readonly asked: { readonly url: string; readonly init: RequestInit }[];
  /** Answers of tokens that wait for this. */
  hold: Promise<void>;
  readonly restore: () => void;
}

/** Stands in for the service at `https://sync.example.com`, as a browser shows it to the page. */
export function fakeService(
  people: Readonly<Record<string, Said>>,
  more: { readonly closed?: boolean } = {},
): FakeService {
  const original = globalThis.fetch;
  const service: FakeService = {
    asked: [],
    hold: Promise.resolve(),
    restore: () => void (globalThis.fetch = original),
  };
  globalThis.fetch = async (input, init = {}) => {
    const url = input as string;
    service.asked.push({ url, init });
    if (url !== 'https://sync.example.com/v1/prefill') throw new TypeError('Failed to fetch');
    const token = new Headers(init.headers).get('authorization')?.replace('Bearer ', '') ?? '';
    // Without a header the request goes out all the same where nobody reads the answer.
    if (init.mode === 'no-cors') return {} as Response;
    if (more.closed === true) throw new TypeError('Failed to fetch');
    await service.hold;
    const said = people[token] ?? { refused: 'token-invalid' };
    if (typeof said === 'string') return { ok: true, json: async () => JSON.parse(said) as unknown } as Response;
    if ('refused' in said) {
      return {
        ok: false,
        status: said.status ?? 401,
        json: async () => ({ code: said.refused }),
      } as Response;
    }
    return { ok: true, status: 200, json: async () => said } as Response;
  };
  return service;
}

export const bridgeTag = '<meta name="pmds-bridge" content="https://sync.example.com/">';

/** The details that the page hears. */
export function listen(): { readonly heard: PrefillDetail[]; readonly stop: () => void } {
  const heard: PrefillDetail[] = [];
  const hear = ({ detail }: CustomEvent<PrefillDetail>) => heard.push(detail);
  document.addEventListener('pmds:prefill', hear);
  return { heard, stop: () => document.removeEventListener('pmds:prefill', hear) };
}

export const state = () => document.documentElement.dataset['pmds'];
