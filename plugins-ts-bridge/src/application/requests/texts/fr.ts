import type { RequestTexts } from './request-texts.js';

export const fr: RequestTexts = {
  unknownKind: 'Le service ne connaît pas ce type de demande. Mettez la solution et le service à la même version.',
  noTarget:
    'La demande ne dit pas de quelle ligne il s’agit. Renseignez la table cible et l’ID cible, puis demandez à nouveau.',
  wrongTarget: 'Ce type de demande concerne des lignes de {0}. Corrigez la table cible, puis demandez à nouveau.',
  wrongParameters: 'Les paramètres de la demande sont inutilisables : {0}. Corrigez-les, puis demandez à nouveau.',
  targetMissing: 'La ligne dont il s’agit n’existe pas. Vérifiez l’ID cible, puis demandez à nouveau.',
  mayNotRead:
    'Vous n’avez pas le droit de lire la ligne dont il s’agit. Faites-la partager avec vous, puis demandez à nouveau.',
  gaveUp:
    'Pendant {0} {0:minute|minutes}, le service n’a pas pu le faire, car Dataverse n’a pas répondu ou a refusé. Demandez à nouveau plus tard ; le journal du service en dit la raison.',
  internal: 'Le service n’a pas pu le faire. Demandez à nouveau ; si cela se reproduit, son journal en dit la raison.',
};
