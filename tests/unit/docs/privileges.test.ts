import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..');
const role = readFileSync(join(root, 'solution', 'Roles', 'Profile Sync Application.xml'), 'utf8');
const granted = [
  ...role.matchAll(/name="prv(Append(?:To)?|Assign|Create|Delete|Read|Share|Write)(\w+)" level="(\w+)"/g),
];

describe('S18 the role of the service', () => {
  it('deletes rows of its own user submissions and answered requests after their time, and writes nothing of people, lists, users and what set-up registers', () => {
    expect(granted.length).toBeGreaterThan(30);
    const changes = granted.filter(([, right]) => right === 'Delete' || right === 'Write' || right === 'Create');
    const own = /^(pmds_(DataSync|SyncRun|ErrorTrace|WebForm|FormSubmission|Request)|Activity)$/;
    expect(changes.map(([, , table]) => table).filter((table) => !own.test(table ?? ''))).toEqual([]);
    const deletes = granted.filter(([, right]) => right === 'Delete').map(([, , table, level]) => `${table} ${level}`);
    expect(deletes).toEqual(['pmds_DataSync Basic', 'pmds_FormSubmission Global', 'pmds_Request Global']);
    const passedOn = granted.filter(([, right]) => right === 'Assign' || right === 'Share');
    expect(passedOn.map(([, right, table]) => `${right} ${table}`)).toEqual([
      'Assign pmds_ErrorTrace',
      'Assign pmds_FormSubmission',
      'Assign pmds_SyncRun',
    ]);
    const activities = granted.filter(([, , table]) => table === 'Activity');
    expect(new Set(activities.map(([, , , level]) => level))).toEqual(new Set(['Basic']));
  });

  it('reaches the whole organization only where docs/security.md says why, and nowhere else is it said', () => {
    const guide = readFileSync(join(root, 'docs', 'security.md'), 'utf8');
    const [, section = ''] = guide.split('### Why a privilege reaches the whole organization');
    const rows = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| '));
    const said = rows.slice(2).flatMap((row) => {
      const [, names = '', , why = ''] = row.split('|').map((cell) => cell.trim());
      expect(why).not.toBe('');
      return names.split(';').flatMap((part) => {
        const [, tables = '', rights = ''] = /^ ?(.*) \((.*)\)$/.exec(part) ?? [];
        return tables.split(', ').flatMap((table) => rights.split(', ').map((right) => `${right} ${table}`));
      });
    });
    const wide = granted
      .filter(([, , , level]) => level === 'Global')
      .map(([, right = '', table]) => `${right.replace('AppendTo', 'Append to').toLowerCase()} ${table}`);
    expect(said.sort()).toEqual(wide.sort());
  });
});
