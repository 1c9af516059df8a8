import { DynamicsWebApi } from 'dynamics-web-api';
import { mark, type Organisation } from './organisation';

/** What the suites read of a contact. */
export interface Contact {
  readonly contactid: string;
  readonly lastname: string;
  readonly telephone1: string | null;
  readonly '@odata.etag': string;
}

/** https://github.com/AleksandrRogov/DynamicsWebApi, unchanged. */
export function dynamicsWebApiOf({ origin, token }: Organisation): DynamicsWebApi {
  return new DynamicsWebApi({
    serverUrl: origin,
    dataApi: { version: '9.2' },
    onTokenRefresh: () => Promise.resolve(token),
    propagateErrors: true,
  });
}

/** Contacts numbered by their telephone, from "0". @returns their ids. */
export function createPeople(organisation: Organisation, count: number, name: string): Promise<string[]> {
  return Promise.all(
    Array.from({ length: count }, (_, index) =>
      organisation.create('contacts', { lastname: `${name}-${mark}`, telephone1: String(index) }),
    ),
  );
}
