const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/PrefillProblem' } } },
});
const later = { 'Retry-After': { description: 'In seconds.', schema: { type: 'integer', minimum: 1 } } };
const guid = { type: 'string', format: 'uuid' };
const table = { type: 'string', enum: ['contact', 'lead'] };

/** How applications ask for links: a part of the description of the API. */
export const linksPath = {
  post: {
    operationId: 'issueLinks',
    summary: "Recipients' links to a described web form, in the order in which they are asked for.",
    description: 'The address exists where the service has PMDS_API_AUDIENCE.',
    security: [{ entra: [] }],
    requestBody: {
      required: true,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/LinksWish' } } },
    },
    responses: {
      '200': {
        description: 'One for each member.',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Links' } } },
      },
      '400': problem('The body cannot be understood; `field` names the part.'),
      '401': {
        ...problem('The access token is missing or not right. Why it is not is never said.'),
        headers: { 'WWW-Authenticate': { schema: { type: 'string' } } },
      },
      '403': problem('The application does not have the app role Links.Issue.'),
      '404': problem('There is no such form or run, or nobody may ask for links here.'),
      '409': problem(
        'Links would open nothing: the form is suspended, has no address or cannot be read, or they are revoked.',
      ),
      '413': problem('The body is too large.'),
      '415': problem('The body is not JSON.'),
      '429': { ...problem('The application asked too often.'), headers: later },
      '503': { ...problem('The sign-in service or Dataverse does not answer.'), headers: later },
    },
  },
} as const;

export const linksSchemas = {
  LinksWish: {
    type: 'object',
    required: ['form', 'members'],
    additionalProperties: false,
    properties: {
      form: { type: 'string', minLength: 1, maxLength: 40, description: 'Key of the web form.' },
      members: {
        type: 'array',
        minItems: 1,
        maxItems: 10_000,
        items: {
          type: 'object',
          required: ['table', 'id'],
          additionalProperties: false,
          properties: { table, id: guid },
        },
      },
      run: { ...guid, description: 'The links are revoked with this run.' },
      sync: {
        ...guid,
        description:
          'The links are revoked with the current run of this sync, and work until its planned send end and the days of the form after it. Not beside run.',
      },
    },
  },
  Links: {
    type: 'object',
    required: ['links'],
    additionalProperties: false,
    properties: {
      links: {
        type: 'array',
        items: {
          oneOf: [
            {
              type: 'object',
              required: ['table', 'id', 'link'],
              additionalProperties: false,
              properties: { table, id: guid, link: { type: 'string', format: 'uri' } },
            },
            {
              type: 'object',
              required: ['table', 'id', 'refused'],
              additionalProperties: false,
              properties: {
                table,
                id: guid,
                refused: {
                  type: 'string',
                  enum: ['unknown', 'closed'],
                  description: 'unknown: the service holds nothing of this row. closed: opted out, inactive or gone.',
                },
              },
            },
          ],
        },
      },
    },
  },
} as const;
