import { allNamed, attribute, childrenOf, child, textOf } from '../../read/xml.js';
import { bareId, documentsMatching, tableNamed } from '../parts.js';
import type { Rule } from '../rule.js';

/** Roles of every environment, by the ids of their templates: System Administrator and System Customizer. */
const templateRoles = new Set(['627090ff-40a3-4053-8790-584edc5be201', '119f245c-3cc8-4b62-b31c-d1a046ced15d']);

export const appAndSiteMap: Rule = {
  name: 'app-and-site-map',
  *check(solution) {
    const siteMaps = new Map(
      documentsMatching(solution, /^AppModuleSiteMaps\//).map(([file, xml]) => [
        textOf(xml, 'SiteMapUniqueName'),
        { file, xml },
      ]),
    );
    const roles = new Set(solution.roles.map(({ id }) => bareId(id)));
    const dashboards = new Set(
      documentsMatching(solution, /^Dashboards\//).map(([, xml]) => bareId(textOf(xml, 'FormId'))),
    );
    for (const [file, app] of documentsMatching(solution, /^AppModules\//)) {
      const components = allNamed(app, 'AppModuleComponent').map((one) => ({
        type: attribute(one, 'type'),
        key: attribute(one, 'schemaName') || bareId(attribute(one, 'id')),
      }));
      for (const { type, key } of components) {
        const there =
          type === '1'
            ? tableNamed(solution, key) !== undefined
            : type === '62'
              ? siteMaps.has(key)
              : type === '60'
                ? dashboards.has(key)
                : false;
        if (!there)
          yield {
            file,
            element: `AppModuleComponent ${type} ${key}`,
            problem: 'It is not in the package.',
            remedy: 'Remove it from the app or ship it.',
          };
      }
      for (const role of childrenOf(child(app, 'AppModuleRoleMaps'), 'Role').map((one) =>
        bareId(attribute(one, 'id')),
      )) {
        if (!roles.has(role) && !templateRoles.has(role))
          yield {
            file,
            element: `Role ${role}`,
            problem: 'It is neither shipped nor a role of every environment.',
            remedy: 'Use the id of a shipped role.',
          };
      }
      const has = (type: string, key: string) => components.some((one) => one.type === type && one.key === key);
      for (const { file: mapFile, xml } of [...siteMaps].filter(([name]) => has('62', name)).map(([, map]) => map)) {
        for (const area of allNamed(xml, 'SubArea')) {
          const table = attribute(area, 'Entity');
          const dashboard = bareId(attribute(area, 'DefaultDashboard'));
          if ((table !== '' && has('1', table)) || (dashboard !== '' && has('60', dashboard))) continue;
          yield {
            file: mapFile,
            element: `SubArea ${attribute(area, 'Id')}`,
            problem: `"${table || dashboard}" is no component of the app.`,
            remedy: 'Add it to AppModuleComponents or correct the subarea.',
          };
        }
        const ids = ['Area', 'Group', 'SubArea']
          .flatMap((name) => allNamed(xml, name))
          .map((one) => attribute(one, 'Id'));
        for (const id of ids.filter((one, index) => ids.indexOf(one) !== index)) {
          yield {
            file: mapFile,
            element: id,
            problem: 'The id is used twice.',
            remedy: 'Ids of a site map are unique.',
          };
        }
      }
      if (!components.some(({ type }) => type === '62'))
        yield {
          file,
          element: 'AppModuleComponents',
          problem: 'The app has no site map.',
          remedy: 'Add a component of type 62.',
        };
    }
  },
};
