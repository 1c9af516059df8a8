import { answeredRows, filterOf, type Row } from './odata.js';

export interface Call {
  readonly method: string;
  /** Path and query below `/api/data/v9.2/`. */
  readonly path: string;
  readonly body: unknown;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface FakeWebApi {
  readonly calls: readonly Call[];
  readonly restore: () => void;
}

export interface WebApiSettings {
  /** Rows of `environmentvariabledefinition`; without them the solution's variables are not there. */
  readonly variables?: readonly Row[];
}

const root = 'http://localhost/api/data/v9.2/';
const guid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
/** What our scripts may ask for, and how; anything else is a resource that is not there. */
const resources: readonly (readonly [methods: RegExp, path: RegExp])[] = [
  [/^GET$/, /^WhoAmI$/],
  [/^GET$/, /^environmentvariabledefinitions$/],
  [/^GET$/, /^EntityDefinitions\(LogicalName='(contact|lead)'\)\/Attributes$/],
  [/^PATCH$/, new RegExp(`^pmds_datasyncs\\(${guid}\\)$`)],
  [/^GET$/, new RegExp(`^pmds_datasyncs\\(${guid}\\)/pmds_datasync_list$`)],
  [/^POST$/, new RegExp(`^pmds_datasyncs\\(${guid}\\)/pmds_datasync_list/\\$ref$`)],
  [/^DELETE$/, new RegExp(`^pmds_datasyncs\\(${guid}\\)/pmds_datasync_list\\(${guid}\\)/\\$ref$`)],
];
const notFound: Answer = {
  status: 404,
  body: { error: { code: '0x80060888', message: 'Resource not found for the segment.' } },
};

/**
 * Stands in for `fetch`: every request that Dataverse would take goes to `answer`; what it throws is a network that is down. Of the
 * rows that it gives, those that the filter asks for are answered, with the selected columns alone.
 */
export function fakeWebApi(
  answer: (call: Call) => Answer | Promise<Answer>,
  { variables = [] }: WebApiSettings = {},
): FakeWebApi {
  const calls: Call[] = [];
  const original = globalThis.fetch;
  globalThis.fetch = async (input, init = {}) => {
    if (init.signal?.aborted === true) throw init.signal.reason;
    const address = typeof input === 'string' ? input : input instanceof URL ? input.href : input.url;
    if (!address.startsWith(root)) throw new TypeError(`Nothing answers at ${address}.`);
    const path = decodeURIComponent(address.slice(root.length));
    const method = init.method ?? 'GET';
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : null;
    const call = { method, path, body };
    const [resource = '', query = ''] = path.split(/\?(.*)/s);
    if (resource === 'environmentvariabledefinitions') {
      return response({
        status: 200,
        body: { value: answeredRows('environmentvariabledefinition', variables, query) },
      });
    }
    calls.push(call);
    const refused = refusalOf(init) ?? (isThere(method, resource) ? null : notFound);
    return response(refused ?? shown(await answer(call), query));
  };
  return { calls, restore: () => (globalThis.fetch = original) };
}

const isThere = (method: string, resource: string) =>
  resources.some(([methods, paths]) => methods.test(method) && paths.test(resource));

/** The session is a cookie, and answers are JSON of OData 4.0. */
function refusalOf(init: RequestInit): Answer | null {
  if (init.credentials !== 'same-origin' && init.credentials !== 'include') return { status: 401 };
  const headers = new Headers(init.headers);
  const said = ['OData-Version', 'OData-MaxVersion'].every((name) => headers.get(name) === '4.0');
  const json = headers.get('Accept') === 'application/json';
  const typed = typeof init.body !== 'string' || (headers.get('Content-Type') ?? '').startsWith('application/json');
  return said && json && typed ? null : { status: 415, body: { error: { code: '0x0', message: 'Wrong headers.' } } };
}

function shown(answered: Answer, query: string): Answer {
  const { value } = (answered.body ?? {}) as { readonly value?: unknown };
  if (!Array.isArray(value)) return answered;
  const of = (name: string) => new RegExp(`(?:^|&)\\${name}=([^&]*)`).exec(query)?.[1];
  const selected = of('$select')?.split(',');
  const rows = (value as readonly Row[]).filter(filterOf(of('$filter') ?? ''));
  const projected =
    selected === undefined
      ? rows
      : rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => selected.includes(name))));
  return { ...answered, body: { ...(answered.body as object), value: projected } };
}

function response({ status, body, headers = {} }: Answer): Response {
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  return { ok: status < 400, status, headers: new Headers(headers), text: async () => text } as Response;
}
