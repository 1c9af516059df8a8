import type { Maybe } from '../../shared/maybe';
import type { Texts } from '../../shared/texts';
import type { IInputs } from './generated/ManifestTypes';
import type { MarketingListsProps } from './MarketingLists';
import { type Notice, noticeOf, troubleOf } from './notice';
import { pickLists } from './pick-lists';
import { addLists, type NamedList, removeLists } from './relation';

interface ChangeOptions {
  readonly host: Maybe<ComponentFramework.Context<IInputs>>;
  readonly syncId: string;
  readonly texts: Texts;
  /** Asks the host for the rows again. */
  readonly refresh: () => void;
}

/** From so many lists on it is asked whether they are meant: a key or a click on "select all" is quickly pressed. */
const askToRemove = 2;
const askToAdd = 25;

type Changes = Pick<MarketingListsProps, 'onAdd' | 'onRemove'>;

/** Adding and removing, which end by asking the host for the rows again, whatever became of each list, and can be undone. */
export function changesOf({ host, syncId, texts, refresh }: ChangeOptions): Changes {
  const add = async (lists: readonly NamedList[]): Promise<Notice> => {
    try {
      const outcome = await addLists(syncId, lists);
      const { changed } = outcome;
      const notice = noticeOf('Added', outcome, texts);
      return changed.length === 0 ? notice : { ...notice, undo: () => remove(changed) };
    } catch (cause) {
      return troubleOf(cause, texts);
    } finally {
      refresh();
    }
  };
  const remove = async (lists: readonly NamedList[]): Promise<Notice> => {
    const outcome = await removeLists(syncId, lists);
    refresh();
    const { changed } = outcome;
    const notice = noticeOf('Removed', outcome, texts);
    return changed.length === 0 ? notice : { ...notice, undo: () => add(changed) };
  };
  /** @returns whether it is meant; a notice where that cannot be asked. */
  const ask = async (what: 'Add' | 'Remove', count: number): Promise<boolean | Notice> => {
    const navigation: Maybe<ComponentFramework.Navigation> = host.navigation ?? {};
    // A host that cannot ask must not be taken for a yes.
    if (navigation.openConfirmDialog === undefined) return { intent: 'warning', lines: [texts('Ask_Impossible')] };
    const question = { title: texts(what), text: texts(`Ask_${what}`, count) };
    const labels = { confirmButtonLabel: texts(what), cancelButtonLabel: texts('Cancel') };
    const { confirmed } = await navigation.openConfirmDialog({ ...question, ...labels });
    return confirmed;
  };
  const { utils } = host;
  const lookup: Maybe<ComponentFramework.Utility> = utils ?? {};
  return {
    onAdd:
      utils === undefined || lookup.lookupObjects === undefined
        ? null
        : async (picked) => {
            const chosen = await pickLists(utils);
            if (chosen.length === 0) return null;
            const meant = chosen.length < askToAdd || (await ask('Add', chosen.length));
            if (meant !== true) return meant === false ? null : meant;
            picked();
            return add(chosen);
          },
    onRemove: async (rows, confirmed) => {
      const meant = rows.length < askToRemove || (await ask('Remove', rows.length));
      if (meant !== true) return meant === false ? null : meant;
      confirmed();
      return remove(rows);
    },
  };
}
