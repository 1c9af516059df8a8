import * as React from 'react';

const preference = window.matchMedia('(prefers-color-scheme: dark)');

/** `?theme=dark` or `?theme=light` wins over what the system prefers. */
export function useDarkTheme(): [boolean, (dark: boolean) => void] {
  const asked = new URLSearchParams(location.search).get('theme');
  const [system, setSystem] = React.useState(preference.matches);
  const [chosen, setChosen] = React.useState<boolean | null>(asked === null ? null : asked === 'dark');
  React.useEffect(() => {
    const follow = (event: MediaQueryListEvent): void => setSystem(event.matches);
    preference.addEventListener('change', follow);
    return () => preference.removeEventListener('change', follow);
  }, []);
  const choose = (dark: boolean): void => {
    const query = new URLSearchParams(location.search);
    query.set('theme', dark ? 'dark' : 'light');
    history.replaceState(null, '', `${location.pathname}?${query.toString()}`);
    setChosen(dark);
  };
  return [chosen ?? system, choose];
}
