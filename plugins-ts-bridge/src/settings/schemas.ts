import { parsePublicColumns } from '@pmds/contracts/fields/public-columns';
import { parseRowId } from '@pmds/contracts/ids';
import { z } from 'zod';
import { isLoopback } from './loopback.js';

// What settings may be. Each message goes on after the name of the variable; none repeats what may hold a secret.

const urlOf = (text: string): URL | null => (URL.canParse(text) ? new URL(text) : null);

export function wholeNumber(min: number, max: number) {
  return z
    .string()
    .refine((text) => z.number().int().min(min).max(max).safeParse(Number(text)).success, {
      error: ({ input }) => `is "${String(input)}"; it has to be a whole number from ${min} to ${max}.`,
    })
    .transform(Number);
}

export function oneOf<const Choice extends string>(...choices: readonly [Choice, ...Choice[]]) {
  return z.enum(choices, {
    error: ({ input }) => `is "${String(input)}"; it has to be one of ${choices.join(', ')}.`,
  });
}

/** An absolute http(s) address without query or fragment, without a slash at its end. */
export const address = z
  .string()
  // Credentials in an address would travel into logs.
  .refine((text) => `${urlOf(text)?.username ?? ''}${urlOf(text)?.password ?? ''}` === '', {
    abort: true,
    error: 'holds a user name or password; give the address alone.',
  })
  .refine((text) => urlOf(text) === null || !/[?#]/.test(text), {
    abort: true,
    error: ({ input }) =>
      `holds a query or fragment (? or #); give the address alone: ${new URL(String(input)).origin}.`,
  })
  .refine((text) => /^https?:$/.test(urlOf(text)?.protocol ?? ''), {
    abort: true,
    error: ({ input }) => {
      const text = String(input);
      const found = urlOf(text) === null && text.includes('@') ? 'cannot be read' : `is "${text}"`;
      return `${found}; it has to be an address such as https://example.com.`;
    },
  })
  .refine((text) => new URL(text).protocol === 'https:' || isLoopback(new URL(text).hostname), {
    error: 'is not encrypted; outside this machine it has to begin with https.',
  })
  .transform((text) => new URL(text).href.replace(/\/+$/, ''));

/** As `address`, of a server alone: whoever gives a path means something else than what would be asked. */
export const serverAddress = address
  .refine((text) => new URL(text).pathname === '/', {
    error: ({ input }) =>
      `holds a path; give the address without /api or any other path: ${new URL(String(input)).origin}.`,
  })
  .transform((text) => new URL(text).origin);

/** The address of a web page as it is: a query and a fragment of its own belong to it. */
export const pageAddress = z
  .string()
  .superRefine((text, context) => {
    const bare = address.safeParse(text.replace(/[?#].*$/s, ''));
    for (const { message } of bare.error?.issues ?? []) context.addIssue(message);
  })
  .transform((text) => new URL(text).href);

/** Node's own form of a proxy; not repeated, since it may hold a password. */
export const proxyAddress = z.string().refine((text) => /^https?:$/.test(urlOf(text)?.protocol ?? ''), {
  error: 'cannot be read; it has to be an address such as http://proxy.example.com:3128.',
});

/** The exact text a browser sends in `Origin`; a wildcard or a path would never match, or match too much. */
export const pageOrigin = z
  .string()
  .refine(
    (text) => {
      const origin = urlOf(text)?.origin ?? 'null';
      return origin !== 'null' && origin === text.replace(/\/$/, '').toLowerCase();
    },
    {
      abort: true,
      error: ({ input }) => `holds "${String(input)}"; an origin looks like https://forms.example.com.`,
    },
  )
  .refine((text) => new URL(text).protocol !== 'http:' || isLoopback(new URL(text).hostname), {
    error: ({ input }) => `holds "${String(input)}", which is not encrypted; it has to begin with https.`,
  })
  .transform((text) => new URL(text).origin);

/** As tokens name an app registration; its application ID URI is in no token of version 2. */
export const applicationId = z
  .string()
  .refine((text) => parseRowId(text).ok, {
    error: 'has to be the application (client) id of an app registration, a GUID; the application ID URI will not do.',
  })
  .toLowerCase();

const notAColumn = (name: unknown): string => `holds "${String(name)}", which is not the logical name of a column.`;

export const columnName = z.string().regex(/^[a-z_][a-z0-9_]{0,127}$/, { error: ({ input }) => notAColumn(input) });

export const publicColumns = z.string().transform((text, context) => {
  const parsed = parsePublicColumns(text);
  if ('allowed' in parsed) return parsed.allowed;
  context.addIssue(notAColumn(parsed.wrong));
  return z.NEVER;
});

/** One of some words, whatever their case. */
export function word<const Word extends string>(...words: readonly [Word, ...Word[]]) {
  return z
    .string()
    .toLowerCase()
    .pipe(z.enum(words, { error: ({ input }) => `holds "${String(input)}"; possible are ${words.join(', ')}.` }));
}

/** May hold a password, so it is not repeated. */
export const storeAddress = z
  .string()
  .refine((text) => (/^postgres(ql)?:\/\//i.test(text) ? URL.canParse(text) : /^sqlite:./.test(text)), {
    error: 'has to be sqlite:<folder> or postgres://<user>:<password>@<host>/<database>.',
  });

/** May hold a password, so it is not repeated. */
export const smtpAddress = z.string().refine((text) => /^smtps?:\/\/[^/]+/i.test(text) && URL.canParse(text), {
  error: 'has to be smtp://<host>:<port> or smtps://<user>:<password>@<host>.',
});

export const mailAddress = z.string().regex(/^[^\s@<>]+@[^\s@<>]+$/, { error: 'has to be one e-mail address.' });

/** Parts between commas. */
export function listOf<Item>(item: z.ZodType<Item, string>) {
  return z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .pipe(z.array(item));
}

/** JSON. The message says the shape and never the content: not JSON and a wrong shape have the same remedy. */
export function json<Value>(shape: string, schema: z.ZodType<Value>) {
  return z.string().transform((text, context) => {
    try {
      const parsed = schema.safeParse(JSON.parse(text));
      if (parsed.success) return parsed.data;
    } catch {
      // Told below.
    }
    context.addIssue(`does not have the expected shape; it has to be ${shape}.`);
    return z.NEVER;
  });
}
