import type { RowObject } from '../../data/value.js';
import { importError } from '../import-error.js';
import { compareVersions, displayName, type Manifest } from '../manifest.js';

/**
 * The same version may be imported again, a lower one not, and a managed solution never over an unmanaged one or the reverse.
 * @throws DataverseError
 */
export function checkVersion(manifest: Manifest, installed: RowObject | undefined): void {
  if (installed === undefined) return;
  const before = String(installed['version']);
  if ((installed['ismanaged'] === true) !== manifest.isManaged) {
    throw importError(
      manifest.isManaged
        ? `The solution is already installed on this system as an unmanaged solution and the package supplied is attempting to install it in managed mode. Solution: ${displayName(manifest)}.`
        : `The package supplied for the solution ${displayName(manifest)} is unmanaged, but a managed solution of that name is installed.`,
    );
  }
  if (compareVersions(manifest.version, before) < 0) {
    throw importError(
      `The solution ${displayName(manifest)} version ${manifest.version} is lower than the installed version ${before}. A solution with a lower version cannot be imported.`,
    );
  }
}
