import { appAndSiteMap } from './forms/app-and-site-map.js';
import { chartReferences } from './forms/chart-references.js';
import { choicesExist } from './tables/choices-exist.js';
import { columnSecurity } from './tables/column-security.js';
import { controlManifests } from './code/control-manifests.js';
import { customApis } from './code/custom-apis.js';
import { environmentVariables } from './code/environment-variables.js';
import { filesHaveAPlace } from './files-have-a-place.js';
import { formColumns } from './forms/form-columns.js';
import { formLayout } from './forms/form-layout.js';
import { formSubgrids } from './forms/form-subgrids.js';
import { idsAreUnique } from './tables/ids-are-unique.js';
import { imagesAreShipped } from './forms/images-are-shipped.js';
import { keysNameColumns } from './tables/keys-name-columns.js';
import { labelsInEveryLanguage } from './tables/labels-in-every-language.js';
import { lookupsHaveRelationships } from './tables/lookups-have-relationships.js';
import { namesHaveThePrefix } from './tables/names-have-the-prefix.js';
import { nothingConfidential } from './nothing-confidential.js';
import { ribbonReferences } from './code/ribbon-references.js';
import { rolePrivileges } from './tables/role-privileges.js';
import { rootsHaveContent } from './roots-have-content.js';
import type { Rule } from './rule.js';
import { scriptFunctions } from './code/script-functions.js';
import { sizesWithinLimits } from './tables/sizes-within-limits.js';
import { tablesAreComplete } from './tables/tables-are-complete.js';
import { textIsUtf8 } from './text-is-utf8.js';
import { valuesAreAllowed } from './tables/values-are-allowed.js';
import { viewReferences } from './forms/view-references.js';
import { zipLayout } from './zip-layout.js';

/** All rules, those about the folder first. */
export const rules: readonly Rule[] = [
  filesHaveAPlace,
  textIsUtf8,
  rootsHaveContent,
  idsAreUnique,
  namesHaveThePrefix,
  tablesAreComplete,
  keysNameColumns,
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
