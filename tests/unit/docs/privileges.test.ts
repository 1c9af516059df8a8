import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..');
const role = readFileSync(join(root, 'solution', 'Roles', 'Profile Sync Application.xml'), 'utf8');
const granted = [
  ...role.matchAll(/name="prv(Append(?:To)?|Assign|Create|Delete|Read|Share|Write)(\w+)" level="(\w+)"/g),
];

describe('S18 the role of the service', () => {
  it('deletes rows of its own user alone, and writes nothing of people, lists, users and what set-up registers', () => {
    expect(granted.length).toBeGreaterThan(30);
    const changes = granted.filter(([, right]) => right === 'Delete' || right === 'Write' || right === 'Create');
    const own = /^(pmds_DataSync|pmds_SyncRun|pmds_ErrorTrace|Activity)$/;
    expect(changes.map(([, , table]) => table).filter((table) => !own.test(table ?? ''))).toEqual([]);
    const deletes = granted.filter(([, right]) => right === 'Delete').map(([, , table, level]) => `${table} ${level}`);
    expect(deletes).toEqual(['pmds_DataSync Basic']);
    const passedOn = granted.filter(([, right]) => right === 'Assign' || right === 'Share');
    expect(passedOn.map(([, right, table]) => `${right} ${table}`)).toEqual([
      'Assign pmds_ErrorTrace',
      'Assign pmds_SyncRun',
    ]);
    const activities = granted.filter(([, , table]) => table === 'Activity');
    expect(new Set(activities.map(([, , , level]) => level))).toEqual(new Set(['Basic']));
  });
});
