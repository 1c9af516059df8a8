import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { actorOfValue, actors, actorValue, helpsUnaided, mayBeRetried } from '@pmds/contracts/run/actors';
import { Tables } from '@pmds/contracts/generated/tables';

const choice = readFileSync(join(__dirname, '../../../solution/OptionSets/pmds_actor.xml'), 'utf8');

describe('who acts first', () => {
  it('has the values of the choice pmds_actor, and no other', () => {
    expect(Tables.errorTrace.columns.actor).toMatchObject({ logicalName: 'pmds_actor', choice: 'pmds_actor' });
    const values = [...choice.matchAll(/<option value="(\d+)"/g)].map(([, value]) => Number(value));
    expect(actors.map(actorValue)).toEqual(values);
    for (const actor of actors) expect(actorOfValue(actorValue(actor))).toBe(actor);
    for (const unknown of [742_100_005, '742100000', null]) expect(actorOfValue(unknown)).toBeNull();
  });

  it('lets trying again help alone where nobody has to act, and a retry take what people can mend', () => {
    expect(actors.filter(helpsUnaided)).toEqual(['nobody']);
    expect(actors.filter(mayBeRetried)).toEqual(['nobody', 'marketer', 'administrator', 'operator']);
  });
});
