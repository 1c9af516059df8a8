import type { Revocation } from '../../../domain/revocation.js';
import type { Db } from '../staging/bulk.js';

export async function keepRevocation(db: Db, { kind, value, at }: Revocation): Promise<void> {
  await db
    .insertInto('revocation')
    .values({ kind, value, at: at.toISOString() })
    // Of two that say the same the later reaches further; an older one that comes late takes nothing back.
    .onConflict((conflict) =>
      conflict
        .columns(['kind', 'value'])
        .doUpdateSet({ at: (eb) => eb.ref('excluded.at') })
        .whereRef('excluded.at', '>', 'revocation.at'),
    )
    .execute();
}
