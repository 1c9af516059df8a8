import { createRequire } from 'node:module';
import { prefillApi } from '@pmds/contracts/prefill-openapi';

interface Ajv {
  compile(schema: object): ((value: unknown) => boolean) & { readonly errors: unknown };
}
/** The validator of JSON Schema 2020-12, which OpenAPI 3.1 is made of, that comes with the validator of documents. */
function ajv(): Ajv {
  const require = createRequire(import.meta.url);
  const within = createRequire(require.resolve('@seriousme/openapi-schema-validator'));
  const { default: Ajv2020 } = within('ajv/dist/2020.js') as { readonly default: new (options: object) => Ajv };
  return new Ajv2020({ strict: false, validateFormats: false });
}

/** What of a body is not as the document says under its path, method, status and media type; `null` where all is. */
export function undescribed(path: string, method: string, response: Response, body: unknown): unknown {
  const answers = (
    prefillApi.paths as unknown as Record<
      string,
      Record<
        string,
        { readonly responses: Record<string, { readonly content: Record<string, { readonly schema: object }> }> }
      >
    >
  )[path]?.[method]?.responses;
  const type = response.headers.get('content-type')?.split(';')[0] ?? '';
  const schema = answers?.[String(response.status)]?.content[type]?.schema;
  if (schema === undefined) return `${path} ${method} ${response.status} ${type} is not described.`;
  const check = ajv().compile({ ...schema, components: prefillApi.components });
  return check(body) ? null : check.errors;
}
