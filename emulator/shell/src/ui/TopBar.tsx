import * as React from 'react';
import {
  Avatar,
  Button,
  Menu,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components';
import { setLanguage, signIn } from '../server/definitions';
import { messageOf } from '../server/platform-error';
import type { AppDefinition, Session } from '../server/types';
import { text } from '../texts/texts';
import { Icon } from './icons';
import { showError } from './dialogs/message-dialogs';

interface TopBarProps {
  readonly app: AppDefinition;
  readonly session: Session;
  readonly isDark: boolean;
  readonly onTheme: (dark: boolean) => void;
  readonly onToggleMap: () => void;
}

/** Name of the app, and who uses it: in a local organisation one may become somebody else. */
export function TopBar({ app, session, isDark, onTheme, onToggleMap }: TopBarProps): React.ReactElement {
  return (
    <header className="top-bar">
      <Button
        appearance="transparent"
        icon={<Icon name="menu" />}
        aria-label={text('showNavigation')}
        onClick={onToggleMap}
      />
      <span className="app-name">{app.name}</span>
      <span className="environment">{text('localDataverse')}</span>
      <span className="spring" />
      <UserMenu session={session} isDark={isDark} onTheme={onTheme} />
    </header>
  );
}

function UserMenu({
  session,
  isDark,
  onTheme,
}: Pick<TopBarProps, 'session' | 'isDark' | 'onTheme'>): React.ReactElement {
  const { user, users, languages } = session;
  const reload = (change: Promise<void>): void => {
    change.then(() => location.reload()).catch((error: unknown) => void showError(messageOf(error)));
  };
  const checked = { user: [user.id], language: [String(user.languageId)], theme: [isDark ? 'dark' : 'light'] };
  return (
    <Menu checkedValues={checked}>
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="transparent"
          aria-label={text('user', user.name)}
          className="user-button"
          icon={<Avatar name={user.name} size={28} color="colorful" />}
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuGroup>
            <MenuGroupHeader>{text('signedInAs')}</MenuGroupHeader>
            {users.map(({ id, name }) => (
              <MenuItemRadio key={id} name="user" value={id} onClick={() => reload(signIn(id))}>
                {name}
              </MenuItemRadio>
            ))}
          </MenuGroup>
          <MenuDivider />
          <MenuGroup>
            <MenuGroupHeader>{text('language')}</MenuGroupHeader>
            {languages.map(({ id, name }) => (
              <MenuItemRadio key={id} name="language" value={String(id)} onClick={() => reload(setLanguage(id))}>
                {name}
              </MenuItemRadio>
            ))}
          </MenuGroup>
          <MenuDivider />
          <MenuItemRadio name="theme" value="dark" onClick={() => onTheme(!isDark)}>
            {text('theme')}
          </MenuItemRadio>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
