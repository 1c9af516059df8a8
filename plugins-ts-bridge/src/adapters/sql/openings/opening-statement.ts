import { rulesOf, type RevocationKind } from '../../../domain/revocation.js';
import type { LinkOfMember } from '../../../ports/store/links/openings.js';
import { idBytes, tableCode } from '../staging/member-key.js';
import type { PreparedReads } from './prepared-reads.js';

/** What a row of the statement is of. */
export const rowKinds = { generation: 0, closed: 1, revocation: 2, form: 3, fetched: 4, profile: 5 } as const;

interface OpeningStatement {
  readonly text: string;
  valuesOf(link: LinkOfMember): readonly unknown[];
}

const revocationKinds: readonly RevocationKind[] = ['member', 'key', 'before', 'run', 'form', 'form-key'];

type ValueName = 'tbl' | 'id' | 'table' | 'row' | 'formKey' | RevocationKind;

/**
 * One statement for all that an opening asks, so that all of it is of one moment: a generation may be dropped right after its
 * successor became current. The rows of `generation` tell whether it was made for the generations that are current.
 */
export function openingStatement(reads: PreparedReads, generations: readonly number[]): OpeningStatement {
  const order: ValueName[] = [];
  const value = (name: ValueName): string => {
    const known = order.indexOf(name);
    if (reads.repeatsValues || known < 0) order.push(name);
    return reads.placeholder(reads.repeatsValues || known < 0 ? order.length : known + 1);
  };
  const parts = [
    `select ${rowKinds.generation} as kind, generation as number, run_id as a, switched_at as b, '' as c
       from current_generation where data_sync_id not in (select data_sync_id from deleted_sync)`,
    `select ${rowKinds.closed}, 0, reason, since, '' from closed_member where tbl = ${value('tbl')} and id = ${value('id')}`,
    ...revocationKinds.map(
      (kind) =>
        `select ${rowKinds.revocation}, 0, kind, at, '' from revocation where kind = '${kind}' and value = ${value(kind)}`,
    ),
    `select ${rowKinds.form}, 0, id, version, definition from web_form where key = ${value('formKey')}`,
    `select ${rowKinds.fetched}, 0, profile, fetched_at, '' from fetched_profile
       where member_table = ${value('table')} and member_id = ${value('row')}`,
    ...generations.map(
      (generation) =>
        `select ${rowKinds.profile}, ${generation}, cells, '', '' from profile_${generation}
           where tbl = ${value('tbl')} and id = ${value('id')}`,
    ),
  ];
  return {
    text: parts.join('\nunion all\n'),
    valuesOf(link) {
      const rules = new Map<ValueName, string>(rulesOf(link).map((rule) => [rule.kind, rule.value]));
      const id = idBytes(link.id);
      return order.map((name) => {
        switch (name) {
          case 'tbl':
            return tableCode[link.table];
          case 'id':
            return id;
          case 'table':
            return link.table;
          case 'row':
            return link.id;
          case 'formKey':
            return link.formKey ?? null;
          default:
            // No rule has this value.
            return rules.get(name) ?? null;
        }
      });
    },
  };
}
