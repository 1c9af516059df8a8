import { DataverseError } from '../model/dataverse-error.js';

/** Codes of the import errors that have a published one; the others come with the general code of a failed import. */
export const importCodes = {
  /** The zip lacks one of the files that stand at its root. */
  wrongZip: '0x80048060',
  /** The XML is not well-formed or not what the schema allows. */
  wrongXml: '0x8004801a',
  /** A form or view that something points to is nowhere. */
  missingComponent: '0x8004f036',
  /** The general code of a failed import. */
  failed: '0x80048033',
  /** A custom step on a message that does not allow one. */
  stepNotAllowed: '0x80040277',
} as const;

/**
 * An import that stops, in the platform's words where they are known (they name the component, seldom the file).
 * https://learn.microsoft.com/troubleshoot/power-platform/dataverse/working-with-solutions/
 */
export function importError(message: string, code: string = importCodes.failed): DataverseError {
  return new DataverseError(400, code, message);
}
