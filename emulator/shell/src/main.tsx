import * as React from 'react';
import * as ReactDOM from 'react-dom';
import { FluentProvider, webLightTheme } from '@fluentui/react-components';
import { installRegistry } from './pcf/registry';
import { router } from './router';
import { readApp, readSession } from './server/definitions';
import { messageOf } from './server/platform-error';
import { chooseLanguage, text } from './texts/texts';
import { App } from './ui/App';
import { ErrorBox } from './ui/ErrorBox';
import { webResourceText } from './xrm/resource-text';
import { makeXrm } from './xrm/xrm';

async function start(root: HTMLElement): Promise<void> {
  const session = await readSession();
  chooseLanguage(session.user.languageId);
  const asked = router.location.appId;
  const known = session.apps.find(({ id, uniqueName }) => id === asked || uniqueName === asked) ?? session.apps[0];
  if (known === undefined) throw new Error(text('noApp'));
  const { table, viewId, id, page } = router.location;
  router.replace({ appId: known.id, page, table, viewId, id });
  const app = await readApp(known.id);
  installRegistry();
  Object.assign(window, { Xrm: makeXrm(session, webResourceText) });
  document.title = app.name;
  ReactDOM.render(<App app={app} session={session} />, root);
}

const root = document.getElementById('app');
if (root !== null) {
  start(root).catch((error: unknown) => {
    ReactDOM.render(
      <FluentProvider theme={webLightTheme}>
        <ErrorBox message={messageOf(error)} />
      </FluentProvider>,
      root,
    );
  });
}
