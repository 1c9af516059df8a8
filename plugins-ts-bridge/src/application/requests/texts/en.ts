import type { RequestTexts } from './request-texts.js';

export const en: RequestTexts = {
  unknownKind:
    'The service does not know this kind of request. Bring the solution and the service to the same version.',
  noTarget: 'The request does not say which row it is about. Fill in Target Table and Target ID and ask again.',
  wrongTarget: 'This kind of request is about rows of {0}. Correct Target Table and ask again.',
  wrongParameters: 'The parameters of the request cannot be used: {0}. Correct them and ask again.',
  targetMissing: 'The row that the request is about does not exist. Check Target ID and ask again.',
  mayNotRead: 'You may not read the row that the request is about. Have it shared with you and ask again.',
  gaveUp:
    'The service could not do this for {0} {0:minute|minutes}, because Dataverse did not answer or refused. Ask again later; the log of the service says why.',
  internal: 'The service could not do this. Ask again; if it happens twice, its log says why.',
};
