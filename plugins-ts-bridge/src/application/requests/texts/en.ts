import type { RequestTexts } from './request-texts.js';

export const enRequests: RequestTexts = {
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
  whichForm:
    'The request has to say which web form it is about. Put the key of one into the parameters, such as \'{"form": "spring"}\', and ask again.',
  noAddress: 'The web form {0} has no address that a link could lead to. Enter one on its record and ask again.',
  suspended:
    'The links of the web form {0} are suspended, so this one would open nothing. Release them on its record and ask again.',
  noKey: 'The service has no key to sign links with (PMDS_PREFILL_KEYS). Have its operator set one.',
  readsNotAll:
    'The file holds names and addresses of all members, but you do not read all rows of {0}. Have somebody who does ask for it.',
  notSynced: 'No run of this sync has completed, so there are no members yet. Start the sync and ask again.',
  fileTooLarge:
    'The file would be larger than a request can hold, even compressed. Have the operator of the service make it with pmds link.',
  linksReady: 'The links to {0} are in the file of this request.',
  viewReady: 'The address in the answer opens the form once, within {0} {0:second|seconds}.',
};
