import { Observable } from './form/observable';

/** Where in the app one is, as the address bar of a model-driven app says it. */
interface Location {
  readonly appId: string | null;
  readonly page: 'entitylist' | 'entityrecord' | 'dashboard';
  readonly table: string | null;
  readonly viewId: string | null;
  /** Of a row or a dashboard. */
  readonly id: string | null;
}

/** The address bar, and who may object to leaving. */
class Router extends Observable {
  /** Resolves to false to stay; set by a form with unsaved changes. */
  mayLeave: () => Promise<boolean> = () => Promise.resolve(true);
  #location = readLocation();

  constructor() {
    super();
    window.addEventListener('popstate', () => {
      this.#location = readLocation();
      this.changed();
    });
  }

  get location(): Location {
    return this.#location;
  }

  async go(to: Partial<Location>): Promise<boolean> {
    if (!(await this.mayLeave())) return false;
    this.#set(to, 'pushState');
    this.changed();
    return true;
  }

  /** Writes the address of what is already shown: a row that got its id by saving. */
  replace(to: Partial<Location>): void {
    this.#set(to, 'replaceState');
  }

  #set(to: Partial<Location>, how: 'pushState' | 'replaceState'): void {
    this.#location = { ...this.#location, viewId: null, id: null, ...to };
    const { appId, page, table, viewId, id } = this.#location;
    const query = new URLSearchParams(location.search);
    const parts = { appid: appId, pagetype: page, etn: table, viewid: viewId, id };
    for (const [name, value] of Object.entries(parts)) {
      if (value === null) query.delete(name);
      else query.set(name, value);
    }
    history[how](null, '', `/main.aspx?${query.toString()}`);
  }
}

function readLocation(): Location {
  const query = new URLSearchParams(location.search);
  const page = query.get('pagetype');
  const id = query.get('id')?.replace(/[{}]/g, '').toLowerCase();
  return {
    appId: query.get('appid'),
    page: page === 'entityrecord' || page === 'dashboard' ? page : 'entitylist',
    table: query.get('etn'),
    viewId: query.get('viewid')?.replace(/[{}]/g, '').toLowerCase() ?? null,
    id: id === undefined || id === '' ? null : id,
  };
}

export const router = new Router();
