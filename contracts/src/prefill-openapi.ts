import { linksPath, linksSchemas } from './links-openapi.js';

/**
 * The API that pages and other applications ask, as OpenAPI 3.1: the one place where its shapes stand. It is served at `/v1/openapi.json`; the types
 * of `contracts/src/generated/prefill-api.ts` are made of it, and answers are checked against it in tests.
 */
const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/PrefillProblem' } } },
});

const refused = {
  '401': problem('There is no token, or the link opens nothing. Why it does not is never said.'),
  '403': problem('This page may not ask, or the code is not right.'),
  '404': problem('There is nothing to fill in for this link.'),
  '429': {
    ...problem('This was asked for too often.'),
    headers: { 'Retry-After': { description: 'In seconds.', schema: { type: 'integer', minimum: 1 } } },
  },
  '503': problem('The service cannot answer at the moment.'),
};

const values = {
  description: 'The values that the link may show. Never kept by a cache.',
  headers: { 'Cache-Control': { schema: { type: 'string', const: 'no-store, private' } } },
  content: { 'application/json': { schema: { $ref: '#/components/schemas/PrefillResponse' } } },
};

const kind = (name: string) => ({
  type: 'object',
  required: ['kind'],
  additionalProperties: false,
  properties: { kind: { type: 'string', const: name } },
});
const words = { type: 'array', items: { type: 'string' } };
const byColumn = (schema: object) => ({ type: 'object', additionalProperties: schema });

export const prefillApi = {
  openapi: '3.1.0',
  info: {
    title: 'Profile Management Data Sync',
    version: '1.0.0',
    description:
      'Fills in a web form for the person whose signed link opened it, and gives such links to applications of the tenant.',
  },
  servers: [{ url: '/' }],
  security: [{ link: [] }],
  paths: {
    '/v1/prefill': {
      get: {
        operationId: 'prefill',
        summary: 'The values for the form that a link opened.',
        responses: { '200': values, ...refused },
      },
    },
    '/v1/prefill/code': {
      post: {
        operationId: 'sendCode',
        summary: 'Mails a code to the address on record, for the columns that are shown only after it.',
        responses: {
          '202': {
            description: 'The code is on its way.',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/CodeSent' } } },
          },
          ...refused,
        },
      },
    },
    '/v1/prefill/verify': {
      post: {
        operationId: 'verify',
        summary: 'The values for who typed the code, once.',
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/TypedCode' } } },
        },
        responses: {
          '200': values,
          '400': problem('The body cannot be understood; `field` names the part.'),
          '413': problem('The body is too large.'),
          '415': problem('The body is not JSON.'),
          ...refused,
        },
      },
    },
    '/v1/links': linksPath,
  },
  components: {
    securitySchemes: {
      entra: {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description:
          'An access token of Microsoft Entra for the service, of an application with the app role Links.Issue.',
      },
      link: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: "The token of a recipient's link." },
    },
    schemas: {
      PrefillResponse: {
        type: 'object',
        required: ['table', 'values', 'labels', 'columns'],
        additionalProperties: false,
        properties: {
          table: { type: 'string', enum: ['contact', 'lead'] },
          values: byColumn({ $ref: '#/components/schemas/PrefillValue' }),
          labels: {
            ...byColumn({ type: 'string' }),
            description: 'Labels of choices and lookups, in the language of the form.',
          },
          columns: byColumn({ $ref: '#/components/schemas/PrefillColumn' }),
          form: { $ref: '#/components/schemas/PrefillForm' },
        },
      },
      PrefillValue: { type: ['string', 'number', 'boolean', 'null'] },
      PrefillColumn: {
        description:
          'A choice is a number, several choices are text such as `1,2`, a lookup is the id of a row. A number is exact digits as text. A date is `YYYY-MM-DD` whatever the zone, a date-time `YYYY-MM-DDTHH:mm:ss` in the zone that counts. Yes and no come with the words for them in every language that is known.',
        oneOf: [
          ...['text', 'choice', 'choices', 'lookup', 'number', 'date', 'date-time'].map(kind),
          {
            type: 'object',
            required: ['kind', 'yes', 'no'],
            additionalProperties: false,
            properties: { kind: { type: 'string', const: 'yes-no' }, yes: words, no: words },
          },
        ],
      },
      PrefillForm: {
        type: 'object',
        required: ['inputs', 'masked', 'verified', 'language'],
        additionalProperties: false,
        properties: {
          inputs: {
            ...byColumn({ type: 'string' }),
            description: 'Column by the name of the input. Inputs that stay empty are left out.',
          },
          masked: {
            ...byColumn({ type: 'string' }),
            description:
              'By column, what people may see of a value that stays in the service. Never a value to submit.',
          },
          verified: { ...words, description: 'Columns whose values come after a code that was mailed to the person.' },
          language: { type: ['integer', 'null'], description: 'LCID.' },
        },
      },
      CodeSent: {
        type: 'object',
        required: ['minutes', 'tries'],
        additionalProperties: false,
        properties: { minutes: { type: 'integer' }, tries: { type: 'integer' } },
      },
      TypedCode: {
        type: 'object',
        required: ['code'],
        properties: {
          code: { type: 'string', description: 'Six digits; blanks and dashes between them are left out.' },
        },
      },
      ...linksSchemas,
      PrefillProblem: {
        type: 'object',
        description: 'RFC 9457.',
        required: ['type', 'title', 'status', 'detail', 'code'],
        additionalProperties: false,
        properties: {
          type: { type: 'string', format: 'uri' },
          title: { type: 'string' },
          status: { type: 'integer' },
          detail: { type: 'string' },
          code: { type: 'string' },
          field: { type: 'string', description: 'The header, parameter or member of the body at fault.' },
        },
      },
    },
  },
} as const;
