import type { TextKey } from './texts.js';

export const fr: Readonly<Record<TextKey, string>> = {
  'status.requested': 'Demandée. La synchronisation commence dès que le service la prend en charge.',
  'status.queued': 'En file d’attente. La synchronisation commence dès que le service est libre.',
  'status.in-progress': 'En cours : {0}',
  'status.waiting': 'En attente {0} s : {1}',
  'status.waiting.plain': 'En attente. La synchronisation reprend d’elle-même.',
  'status.silent':
    'Le service n’a pas donné de nouvelles depuis {0}. L’exécution reprend d’elle-même dès que le service est de retour. « Démarrer la synchronisation » en met une autre en file d’attente.',
  'status.completed': 'Terminée : {0} {0:contact|contacts} et {1} {1:prospect|prospects} sont prêts.',
  'status.completed-with-errors':
    'Terminée avec des erreurs : {0} {0:contact|contacts} et {1} {1:prospect|prospects} sont prêts, {2} {2:membre a|membres ont} échoué. L’onglet Erreurs dit pourquoi et que faire.',
  'status.failed': 'Échec. {0}',
  'status.cancelled': 'Annulée. {0}',
  'stage.start': 'l’exécution commence',
  'stage.scan': 'recherche des membres, {0} jusqu’ici',
  'stage.read': 'lecture des membres',
  'stage.verify': 'vérification que chaque membre est lisible',
  'stage.deliver': 'livraison',
  'stage.finish': 'finalisation',
  'progress.counted': '{0}, {1} sur {2} ({3} %)',
  'progress.rate': '{0}, {1} par seconde',
  'progress.left': '{0}, encore {1}',
  'duration.seconds': '{0} s',
  'duration.minutes': '{0} min',
  'safe.yes': 'Envoi sûr : aucun membre n’a échoué. {0}',
  'safe.no': 'Envoi non sûr. {0}',
  'live.interrupted': 'L’état en direct est interrompu : {0} Nouvelle tentative en cours.',
  'email.invalid': '« {0} » n’est pas une adresse e-mail. Séparez plusieurs adresses par un point-virgule.',
  'save.required': 'Rien n’a été enregistré ni démarré : « {0} », sous l’onglet « {1} », est obligatoire et vide.',
  'save.invalid':
    'Rien n’a été enregistré ni démarré : « {0} », sous l’onglet « {1} », contient une valeur qui ne peut pas être enregistrée. {2}',
  'save.prevented':
    'Rien n’a été enregistré ni démarré. Vérifiez les messages près des champs de tous les onglets, enregistrez, puis choisissez à nouveau la commande.',
  'save.failed': 'Rien n’a été enregistré ni démarré : {0}',
  'selection.merged':
    'Quelqu’un d’autre a modifié les champs à synchroniser entre-temps. Les deux modifications sont conservées ; vérifiez la sélection sous son onglet.',
  'selection.newer':
    'Rien n’a été enregistré : une version plus récente de ce produit a enregistré les champs à synchroniser entre-temps. Rechargez la fiche.',
  'webForm.merged':
    'Quelqu’un d’autre a modifié les champs du formulaire entre-temps. Les deux modifications sont conservées ; vérifiez-les sous leur onglet.',
  'webForm.newer':
    'Rien n’a été enregistré : une version plus récente de ce produit a enregistré les champs du formulaire entre-temps. Rechargez la fiche.',
  'start.working': 'Démarrage de la synchronisation…',
  'start.accepted': 'Démarrage accepté. L’état ci-dessous change de lui-même.',
  'start.running': 'Une exécution est déjà en cours ({0}) ; aucune nouvelle n’a été démarrée. {1}',
  'start.denied':
    'Vous ne pouvez pas démarrer cette synchronisation : le privilège {0} manque. Le rôle de sécurité « {1} » l’accorde ; demandez ce rôle à votre administrateur.',
  'start.failed': 'La synchronisation n’a pas pu être démarrée : {0}',
  'brake.title': 'Beaucoup moins de membres qu’avant',
  'brake.question':
    'La dernière exécution a été arrêtée, car beaucoup moins de membres ont été trouvés que lors de la dernière exécution terminée :',
  'brake.all': 'Tous les membres : {0} avant, {1} maintenant',
  'brake.contacts': 'Contacts : {0} avant, {1} maintenant',
  'brake.leads': 'Prospects : {0} avant, {1} maintenant',
  'brake.list': 'Liste marketing « {0} » : {1} avant, {2} maintenant',
  'brake.more': '{0} {0:autre nombre|autres nombres} que l’exécution concerne aussi',
  'brake.meaning':
    'Si ces nombres sont justes, confirmez-les : qui n’est plus sur aucune liste est alors retiré. S’il s’en trouve encore moins, l’exécution s’arrête de nouveau.',
  'brake.confirm': 'Les nombres sont justes',
  'brake.cancel': 'Ne pas confirmer',
  'brake.again.question':
    'Rien n’a été confirmé. Faut-il relire les listes ? L’exécution s’arrête de nouveau si elles n’ont pas été corrigées.',
  'brake.again.confirm': 'Relire les listes',
  'queue.title': 'Le service n’a pas répondu',
  'queue.question':
    'Le démarrage n’a pas été accepté : {0} Faut-il mettre la synchronisation en file d’attente ? Elle commencera d’elle-même dès que le service sera de retour.',
  'queue.confirm': 'Mettre en file d’attente',
  'queue.cancel': 'Ne pas démarrer',
  'queue.done': 'En file d’attente. La synchronisation commencera d’elle-même dès que le service sera de retour.',
  'queue.changed':
    'La fiche a été modifiée entre-temps par quelqu’un d’autre. Vérifiez-la et choisissez à nouveau Démarrer la synchronisation.',
  'retry.title': 'Réessayer les erreurs',
  'retry.all':
    'La dernière exécution a laissé {0} {0:erreur|erreurs}. Tous les membres en échec sont relus, et personne d’autre. Continuer ?',
  'retry.selected':
    '{0} {0:membre est relu|membres sont relus}, et personne d’autre. Les autres erreurs restent telles quelles. Continuer ?',
  'retry.confirm': 'Réessayer',
  'retry.cancel': 'Ne pas réessayer',
  'retry.working': 'Demande de nouvel essai…',
  'retry.accepted':
    'Nouvel essai accepté. Les erreurs des membres désormais en ordre se ferment d’elles-mêmes, et leur nombre baisse.',
  'retry.running': 'Une exécution est déjà en cours ({0}) ; rien n’a été réessayé. {1}',
  'retry.failed': 'Le nouvel essai n’a pas pu être démarré : {0}',
  'problem.NOTHING_SELECTED': 'Aucune trace d’erreur n’est sélectionnée. Sélectionnez les membres à relire.',
  'problem.TOO_MANY_SELECTED':
    'Trop de traces d’erreur sont sélectionnées pour un seul essai. Choisissez « Réessayer les erreurs » sur la synchronisation pour les réessayer toutes.',
  'problem.SEVERAL_SYNCS':
    'Les traces d’erreur sélectionnées appartiennent à plusieurs synchronisations. Sélectionnez celles d’une seule.',
  'problem.TRACE_NOT_OPEN':
    'Une trace d’erreur sélectionnée n’est pas une erreur ouverte d’un membre de cette synchronisation : une exécution ultérieure l’a réglée, ou elle appartient à une autre synchronisation. Actualisez la liste et sélectionnez à nouveau.',
  'problem.TRACE_NOT_RETRYABLE':
    'Une trace d’erreur sélectionnée ne peut pas être réessayée. Suivez sa colonne « Que faire » et sélectionnez celles qui peuvent l’être.',
  'problem.SYNC_INACTIVE': 'Cette synchronisation est désactivée. Activez-la et démarrez à nouveau.',
  'problem.NAME_MISSING': 'Le nom est vide. Donnez un nom à la synchronisation et enregistrez.',
  'problem.EMAIL_MISSING':
    'L’e-mail de notification est vide. Entrez l’adresse qui sera informée de la fin de la synchronisation.',
  'problem.EMAIL_INVALID':
    'L’e-mail de notification contient « {0} », qui n’est pas une adresse e-mail. Corrigez-la ; séparez plusieurs adresses par un point-virgule.',
  'problem.NO_LIST': 'Aucune liste marketing n’est ajoutée. Ajoutez au moins une liste sous Listes marketing.',
  'problem.LIST_INACTIVE': 'La liste marketing « {0} » est inactive. Activez-la ou retirez-la sous Listes marketing.',
  'problem.LIST_KIND_UNSUPPORTED':
    'La liste marketing « {0} » est d’un type qui ne peut pas être synchronisé. Les listes de contacts, de prospects ou de comptes le peuvent ; retirez-la sous Listes marketing.',
  'problem.FIELDS_UNREADABLE':
    'La sélection de champs enregistrée est illisible. Choisissez à nouveau les champs dans leur onglet et enregistrez.',
  'problem.NO_FIELD_FOR_CONTACT':
    'Aucun champ de contact n’est choisi, mais une liste marketing contient des contacts ou des comptes. Choisissez au moins un champ de contact.',
  'problem.NO_FIELD_FOR_LEAD':
    'Aucun champ de prospect n’est choisi, mais une liste marketing contient des prospects. Choisissez au moins un champ de prospect.',
};
