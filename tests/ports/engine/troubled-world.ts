import { noOutcomes } from '@pmds/contracts/run/counts';
import { aPerson, FakeDataverse, personId } from './fake-dataverse';
import { aList, range, World, type Backend } from './world';

/** 100 contacts and 40 leads in overlapping lists, some with trouble. */
export function troubledWorld(backend: Backend): World {
  const source = new FakeDataverse({ pageRows: 5, concurrency: 3 });
  const trouble: Readonly<Record<number, Readonly<Record<string, unknown>>>> = {
    3: { statecode: 1 },
    4: { statecode: 1, emailaddress1: null },
    5: { emailaddress1: '' },
    6: { emailaddress1: null, donotbulkemail: true },
    7: { donotbulkemail: true },
    8: { donotemail: true, birthdate: 'yesterday' },
    9: { birthdate: 'yesterday' },
    10: { firstname: 42 },
  };
  source.add(
    'contact',
    range(0, 100).map((number) => aPerson('contact', number, trouble[number])),
  );
  source.add(
    'lead',
    range(0, 40).map((number) => aPerson('lead', number, number === 1 ? { statecode: 2 } : {})),
  );
  source.queries.set('Dynamic', (person) => person.id >= personId('contact', 60));
  const lists = [
    aList(1, 'contact'),
    aList(2, 'contact'),
    aList(3, 'lead'),
    aList(4, 'contact', { kind: 'dynamic', name: 'Dynamic', query: '<fetch/>' }),
    aList(5, 'lead'),
  ];
  const world = new World(backend, { source, lists });
  world.enlist(1, 'contact', range(0, 60));
  world.enlist(2, 'contact', range(40, 80));
  world.enlist(3, 'lead', range(0, 40));
  world.enlist(5, 'lead', []);
  source.unreadable.add(personId('contact', 20));
  source.beforePage = (page) => {
    if (page === 1) source.people.contact.delete(personId('contact', 30));
  };
  return world;
}

export const troubledOutcome = {
  contact: {
    ...noOutcomes,
    'failed-unreadable': 1,
    'skipped-deleted': 1,
    'skipped-inactive': 2,
    'skipped-no-email': 2,
    'skipped-opted-out': 2,
    'failed-value': 2,
    synced: 90,
  },
  lead: { ...noOutcomes, 'skipped-inactive': 1, synced: 39 },
};
