import type { RequestTexts } from './request-texts.js';

export const frRequests: RequestTexts = {
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
  whichForm:
    'La demande doit dire de quel formulaire web il s’agit. Indiquez une clé dans les paramètres, par exemple \'{"form": "spring"}\', puis demandez à nouveau.',
  noAddress:
    'Le formulaire web {0} n’a pas d’adresse vers laquelle un lien pourrait mener. Saisissez-en une dans son enregistrement, puis demandez à nouveau.',
  suspended:
    'Les liens du formulaire web {0} sont suspendus, celui-ci n’ouvrirait rien. Libérez-les dans son enregistrement, puis demandez à nouveau.',
  noKey:
    'Le service n’a pas de clé pour signer les liens (PMDS_PREFILL_KEYS). Faites-en définir une par son exploitant.',
  readsNotAll:
    'Le fichier contient les noms et adresses de tous les membres, mais vous ne lisez pas toutes les lignes de {0}. Faites faire la demande par quelqu’un qui les lit.',
  notSynced:
    'Aucune exécution de cette synchronisation n’est terminée, il n’y a pas encore de membres. Démarrez-la, puis demandez à nouveau.',
  fileTooLarge:
    'Même compressé, le fichier serait plus grand que ce qu’une demande peut contenir. Faites-le créer par l’exploitant du service avec pmds link.',
  linksReady: 'Les liens vers {0} sont dans le fichier de cette demande.',
  viewReady: 'L’adresse dans la réponse ouvre le formulaire une fois, dans un délai de {0} {0:seconde|secondes}.',
};
