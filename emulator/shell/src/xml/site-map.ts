import { attribute, child, children, guid, labelIn, parseXml } from './dom';

export interface SubArea {
  readonly id: string;
  readonly title: string;
  /** Logical name of the table it lists, or null for a dashboard. */
  readonly table: string | null;
  readonly dashboardId: string | null;
  readonly icon: string | null;
}

interface SiteMapGroup {
  readonly id: string;
  readonly title: string;
  readonly subAreas: readonly SubArea[];
}

export interface SiteMapArea {
  readonly id: string;
  readonly title: string;
  readonly groups: readonly SiteMapGroup[];
}

const webResource = '$webresource:';

export function readSiteMap(xml: string, languageId: number): readonly SiteMapArea[] {
  const title = (element: Element): string => labelIn(child(element, 'Titles'), languageId);
  return children(parseXml(xml, 'The site map'), 'Area').map((area) => ({
    id: attribute(area, 'Id'),
    title: title(area),
    groups: children(area, 'Group').map((group) => ({
      id: attribute(group, 'Id'),
      title: title(group),
      subAreas: children(group, 'SubArea').map((subArea) => {
        const icon = attribute(subArea, 'VectorIcon') || attribute(subArea, 'Icon');
        return {
          id: attribute(subArea, 'Id'),
          title: title(subArea),
          table: attribute(subArea, 'Entity') || null,
          dashboardId: guid(attribute(subArea, 'DefaultDashboard')) || null,
          icon: icon.startsWith(webResource) ? `/WebResources/${icon.slice(webResource.length)}` : null,
        };
      }),
    })),
  }));
}
