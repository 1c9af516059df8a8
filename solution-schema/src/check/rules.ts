import { appAndSiteMap } from './app-and-site-map.js';
import { chartReferences } from './chart-references.js';
import { choicesExist } from './choices-exist.js';
import { columnSecurity } from './column-security.js';
import { controlManifests } from './control-manifests.js';
import { customApis } from './custom-apis.js';
import { environmentVariables } from './environment-variables.js';
import { filesHaveAPlace } from './files-have-a-place.js';
import { formColumns } from './form-columns.js';
import { formLayout } from './form-layout.js';
import { formSubgrids } from './form-subgrids.js';
import { idsAreUnique } from './ids-are-unique.js';
import { imagesAreShipped } from './images-are-shipped.js';
import { labelsInEveryLanguage } from './labels-in-every-language.js';
import { lookupsHaveRelationships } from './lookups-have-relationships.js';
import { namesHaveThePrefix } from './names-have-the-prefix.js';
import { nothingConfidential } from './nothing-confidential.js';
import { ribbonReferences } from './ribbon-references.js';
import { rolePrivileges } from './role-privileges.js';
import { rootsHaveContent } from './roots-have-content.js';
import type { Rule } from './rule.js';
import { scriptFunctions } from './script-functions.js';
import { sizesWithinLimits } from './sizes-within-limits.js';
import { tablesAreComplete } from './tables-are-complete.js';
import { textIsUtf8 } from './text-is-utf8.js';
import { valuesAreAllowed } from './values-are-allowed.js';
import { viewReferences } from './view-references.js';
import { zipLayout } from './zip-layout.js';

/** All rules, those about the folder first. */
export const rules: readonly Rule[] = [
  filesHaveAPlace,
  textIsUtf8,
  rootsHaveContent,
  idsAreUnique,
  namesHaveThePrefix,
  tablesAreComplete,
  valuesAreAllowed,
  choicesExist,
  lookupsHaveRelationships,
  viewReferences,
  formColumns,
  formLayout,
  formSubgrids,
  controlManifests,
  scriptFunctions,
  ribbonReferences,
  imagesAreShipped,
  chartReferences,
  appAndSiteMap,
  rolePrivileges,
  columnSecurity,
  customApis,
  environmentVariables,
  labelsInEveryLanguage,
  sizesWithinLimits,
  nothingConfidential,
  zipLayout,
];
