import * as React from 'react';
import type { AppDefinition } from '../server/types';
import { router } from '../router';
import { text } from '../texts/texts';
import type { SiteMapArea, SubArea } from '../xml/site-map';
import { Icon, SolutionIcon } from './icons';

interface SiteMapViewProps {
  readonly app: AppDefinition;
  readonly areas: readonly SiteMapArea[];
  readonly onGo: () => void;
}

/** The site map: areas, groups and their tables and dashboards. */
export function SiteMapView({ app, areas, onGo }: SiteMapViewProps): React.ReactElement {
  const { table, page, id } = router.location;
  const titleOf = (subArea: SubArea): string =>
    subArea.title ||
    (app.tables.find(({ logicalName }) => logicalName === subArea.table)?.displayCollectionName ?? subArea.id);
  const isCurrent = (subArea: SubArea): boolean =>
    subArea.dashboardId === null
      ? page !== 'dashboard' && subArea.table === table
      : page === 'dashboard' && subArea.dashboardId === id;
  const go = async (subArea: SubArea): Promise<void> => {
    const gone = await router.go(
      subArea.dashboardId === null
        ? { page: 'entitylist', table: subArea.table }
        : { page: 'dashboard', table: null, id: subArea.dashboardId },
    );
    if (gone) onGo();
  };
  return (
    <nav className="site-map" aria-label={text('navigation')}>
      {areas.map((area) => (
        <section key={area.id} aria-label={area.title}>
          <h2>{area.title}</h2>
          {area.groups.map((group) => (
            <div key={group.id} role="group" aria-label={group.title}>
              {group.title !== '' && <h3>{group.title}</h3>}
              <ul>
                {group.subAreas.map((subArea) => (
                  <li key={subArea.id}>
                    <button
                      type="button"
                      className="sub-area"
                      aria-current={isCurrent(subArea) ? 'page' : undefined}
                      onClick={() => void go(subArea)}
                    >
                      {subArea.icon === null ? (
                        <Icon name={subArea.dashboardId === null ? 'table' : 'dashboard'} />
                      ) : (
                        <SolutionIcon address={subArea.icon} />
                      )}
                      <span>{titleOf(subArea)}</span>
                    </button>
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </section>
      ))}
    </nav>
  );
}
