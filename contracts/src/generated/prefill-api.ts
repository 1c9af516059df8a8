// Made from contracts/src/prefill-openapi.ts by "npm run generate:api". Do not edit.
export interface paths {
  readonly '/v1/links': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Recipients' links to a described web form, in the order in which they are asked for.
     * @description The address exists where the service has PMDS_API_AUDIENCE.
     */
    readonly post: operations['issueLinks'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/prefill': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** The values for the form that a link opened. */
    readonly get: operations['prefill'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/prefill/code': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** Mails a code to the address on record, for the columns that are shown only after it. */
    readonly post: operations['sendCode'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/prefill/verify': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** The values for who typed the code, once. */
    readonly post: operations['verify'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    readonly CodeSent: {
      readonly minutes: number;
      readonly tries: number;
    };
    readonly Links: {
      readonly links: readonly (
        | {
            /** Format: uuid */
            readonly id: string;
            /** Format: uri */
            readonly link: string;
            /** @enum {string} */
            readonly table: 'contact' | 'lead';
          }
        | {
            /** Format: uuid */
            readonly id: string;
            /**
             * @description unknown: the service holds nothing of this row. closed: opted out, inactive or gone.
             * @enum {string}
             */
            readonly refused: 'unknown' | 'closed';
            /** @enum {string} */
            readonly table: 'contact' | 'lead';
          }
      )[];
    };
    readonly LinksWish: {
      /** @description Key of the web form. */
      readonly form: string;
      readonly members: readonly {
        /** Format: uuid */
        readonly id: string;
        /** @enum {string} */
        readonly table: 'contact' | 'lead';
      }[];
      /**
       * Format: uuid
       * @description The links are revoked with this run.
       */
      readonly run?: string;
      /**
       * Format: uuid
       * @description The links are revoked with the current run of this sync, and work until its planned send end and the days of the form after it. Not beside run.
       */
      readonly sync?: string;
    };
    /** @description A choice is a number, several choices are text such as `1,2`, a lookup is the id of a row. A number is exact digits as text. A date is `YYYY-MM-DD` whatever the zone, a date-time `YYYY-MM-DDTHH:mm:ss` in the zone that counts. Yes and no come with the words for them in every language that is known. */
    readonly PrefillColumn:
      | {
          /** @constant */
          readonly kind: 'text';
        }
      | {
          /** @constant */
          readonly kind: 'choice';
        }
      | {
          /** @constant */
          readonly kind: 'choices';
        }
      | {
          /** @constant */
          readonly kind: 'lookup';
        }
      | {
          /** @constant */
          readonly kind: 'number';
        }
      | {
          /** @constant */
          readonly kind: 'date';
        }
      | {
          /** @constant */
          readonly kind: 'date-time';
        }
      | {
          /** @constant */
          readonly kind: 'yes-no';
          readonly no: readonly string[];
          readonly yes: readonly string[];
        };
    readonly PrefillForm: {
      /** @description Column by the name of the input. Inputs that stay empty are left out. */
      readonly inputs: {
        readonly [key: string]: string;
      };
      /** @description LCID. */
      readonly language: number | null;
      /** @description By column, what people may see of a value that stays in the service. Never a value to submit. */
      readonly masked: {
        readonly [key: string]: string;
      };
      /** @description Columns whose values come after a code that was mailed to the person. */
      readonly verified: readonly string[];
    };
    /** @description RFC 9457. */
    readonly PrefillProblem: {
      readonly code: string;
      readonly detail: string;
      /** @description The header, parameter or member of the body at fault. */
      readonly field?: string;
      readonly status: number;
      readonly title: string;
      /** Format: uri */
      readonly type: string;
    };
    readonly PrefillResponse: {
      readonly columns: {
        readonly [key: string]: components['schemas']['PrefillColumn'];
      };
      readonly form?: components['schemas']['PrefillForm'];
      /** @description Labels of choices and lookups, in the language of the form. */
      readonly labels: {
        readonly [key: string]: string;
      };
      /** @enum {string} */
      readonly table: 'contact' | 'lead';
      readonly values: {
        readonly [key: string]: components['schemas']['PrefillValue'];
      };
    };
    readonly PrefillValue: string | number | boolean | null;
    readonly TypedCode: {
      /** @description Six digits; blanks and dashes between them are left out. */
      readonly code: string;
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  readonly issueLinks: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['LinksWish'];
      };
    };
    readonly responses: {
      /** @description One for each member. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Links'];
        };
      };
      /** @description The body cannot be understood; `field` names the part. */
      readonly 400: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['PrefillProblem'];
        };
      };
      /** @description The access token is missing or not right. Why it is not is never said. */
      readonly 401: {
        headers: {
          readonly 'WWW-Authenticate'?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['PrefillProblem'];
        };
      };
      /** @description The application does not have the app role Links.Issue. */
      readonly 403: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['PrefillProblem'];
        };
      };
      /** @description There is no such form or run, or nobody may ask for links here. */
      readonly 404: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['PrefillProblem'];
        };
      };
      /** @description Links would open nothing: the form is suspended, has no address or cannot be read, or they are revoked. */
      readonly 409: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['PrefillProblem'];
        };
      };
      /** @description The body is too large. */
      readonly 413: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['PrefillProblem'];
        };
      };
      /** @description The body is not JSON. */
      readonly 415: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['PrefillProblem'];
        };
      };
      /** @description The application asked too often. */
      readonly 429: {
        headers: {
          /** @description In seconds. */
          readonly 'Retry-After'?: number;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['PrefillProblem'];
        };
      };
      /** @description The sign-in service or Dataverse does not answer. */
      readonly 503: {
        headers: {
          /** @description In seconds. */
          readonly 'Retry-After'?: number;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['PrefillProblem'];
        };
      };
    };
  };
  readonly prefill: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The values that the link may show. Never kept by a cache. */
      readonly 200: {
        headers: {
          readonly 'Cache-Control'?: 'no-store, private';
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['PrefillResponse'];
        };
      };
      /** @description There is no token, or the link opens nothing. Why it does not is never said. */
      readonly 401: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['PrefillProblem'];
        };
      };
      /** @description This page may not ask, or the code is not right. */
      readonly 403: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['PrefillProblem'];
        };
      };
      /** @description There is nothing to fill in for this link. */
      readonly 404: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['PrefillProblem'];
        };
      };
      /** @description This was asked for too often. */
      readonly 429: {
        headers: {
          /** @description In seconds. */
          readonly 'Retry-After'?: number;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['PrefillProblem'];
        };
      };
      /** @description The service cannot answer at the moment. */
      readonly 503: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['PrefillProblem'];
        };
      };
    };
  };
  readonly sendCode: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The code is on its way. */
      readonly 202: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['CodeSent'];
        };
      };
      /** @description There is no token, or the link opens nothing. Why it does not is never said. */
      readonly 401: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['PrefillProblem'];
        };
      };
      /** @description This page may not ask, or the code is not right. */
      readonly 403: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['PrefillProblem'];
        };
      };
      /** @description There is nothing to fill in for this link. */
      readonly 404: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['PrefillProblem'];
        };
      };
      /** @description This was asked for too often. */
      readonly 429: {
        headers: {
          /** @description In seconds. */
          readonly 'Retry-After'?: number;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['PrefillProblem'];
        };
      };
      /** @description The service cannot answer at the moment. */
      readonly 503: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['PrefillProblem'];
        };
      };
    };
  };
  readonly verify: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['TypedCode'];
      };
    };
    readonly responses: {
      /** @description The values that the link may show. Never kept by a cache. */
      readonly 200: {
        headers: {
          readonly 'Cache-Control'?: 'no-store, private';
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['PrefillResponse'];
        };
      };
      /** @description The body cannot be understood; `field` names the part. */
      readonly 400: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['PrefillProblem'];
        };
      };
      /** @description There is no token, or the link opens nothing. Why it does not is never said. */
      readonly 401: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['PrefillProblem'];
        };
      };
      /** @description This page may not ask, or the code is not right. */
      readonly 403: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['PrefillProblem'];
        };
      };
      /** @description There is nothing to fill in for this link. */
      readonly 404: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['PrefillProblem'];
        };
      };
      /** @description The body is too large. */
      readonly 413: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['PrefillProblem'];
        };
      };
      /** @description The body is not JSON. */
      readonly 415: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['PrefillProblem'];
        };
      };
      /** @description This was asked for too often. */
      readonly 429: {
        headers: {
          /** @description In seconds. */
          readonly 'Retry-After'?: number;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['PrefillProblem'];
        };
      };
      /** @description The service cannot answer at the moment. */
      readonly 503: {
        headers: {
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['PrefillProblem'];
        };
      };
    };
  };
}
