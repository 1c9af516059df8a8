import * as React from 'react';
import { FluentProvider, Spinner, webDarkTheme, webLightTheme } from '@fluentui/react-components';
import { useChanges } from '../form/observable';
import { router } from '../router';
import type { AppDefinition, Session } from '../server/types';
import { text } from '../texts/texts';
import { readSiteMap, type SiteMapArea } from '../xml/site-map';
import { isRightToLeft } from '../xrm/xrm';
import { DashboardPage } from './charts/DashboardPage';
import { DialogHost } from './dialogs/DialogHost';
import { ErrorBox } from './ErrorBox';
import { FormPage } from './form/FormPage';
import { ListPage } from './grid/ListPage';
import { SiteMapView } from './SiteMapView';
import { TopBar } from './TopBar';
import { useDarkTheme } from './use-dark-theme';
import { useTable } from './grid/use-table';

/** The app: top bar, site map, and the page that the address names. */
export function App({ app, session }: { readonly app: AppDefinition; readonly session: Session }): React.ReactElement {
  const version = useChanges(router);
  const [isDark, setDark] = useDarkTheme();
  const [mapOpen, setMapOpen] = React.useState(false);
  const theme = isDark ? webDarkTheme : webLightTheme;
  const areas = React.useMemo(() => readSiteMap(app.siteMapXml, session.user.languageId), [app]);
  const { location } = router;
  React.useEffect(() => {
    document.body.style.backgroundColor = theme.colorNeutralBackground2;
  }, [theme]);
  return (
    <FluentProvider theme={theme} dir={isRightToLeft(session.user.languageId) ? 'rtl' : 'ltr'}>
      <div className="shell">
        <TopBar
          app={app}
          session={session}
          isDark={isDark}
          onTheme={setDark}
          onToggleMap={() => setMapOpen(!mapOpen)}
        />
        <div className={mapOpen ? 'frame map-open' : 'frame'}>
          <SiteMapView app={app} areas={areas} onGo={() => setMapOpen(false)} />
          <main key={`${version}`}>
            <ErrorBox.Boundary>
              {location.page === 'dashboard' ? (
                <DashboardPage app={app} id={location.id} session={session} />
              ) : (
                <TablePage
                  table={location.table ?? firstTable(areas)}
                  session={session}
                  theme={theme}
                  isDark={isDark}
                />
              )}
            </ErrorBox.Boundary>
          </main>
        </div>
      </div>
      <DialogHost />
    </FluentProvider>
  );
}

function firstTable(areas: readonly SiteMapArea[]): string {
  const subAreas = areas.flatMap((area) => area.groups.flatMap((group) => group.subAreas));
  return subAreas.find((subArea) => subArea.table !== null)?.table ?? '';
}

type TablePageProps = Omit<React.ComponentProps<typeof FormPage>, 'table' | 'id'> & { readonly table: string };

function TablePage({ table: name, session, theme, isDark }: TablePageProps): React.ReactElement {
  if (name === '') throw new Error(text('noTable'));
  const table = useTable(name);
  if (table === null) return <Spinner className="page-spinner" label={text('loading')} />;
  if (table.privileges.Read === 0) return <ErrorBox message={text('noPrivilege', table.displayCollectionName)} />;
  return router.location.page === 'entityrecord' ? (
    <FormPage table={table} id={router.location.id} session={session} theme={theme} isDark={isDark} />
  ) : (
    <ListPage table={table} session={session} />
  );
}
