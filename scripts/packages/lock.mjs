/** Licences that a package may have. What the last three cover is used to build and test, and not shipped. */
const licences = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Python-2.0',
  'CC-BY-4.0',
  'MPL-2.0',
]);

/** Their own licence, which allows to build components with them: https://www.npmjs.com/package/pcf-scripts */
const ownLicence = new Set(['pcf-scripts']);

/** They bring their binary as a package; what they would run at an install only looks at it. */
const runsNothingNeeded = new Set(['@parcel/watcher', '@swc/core', 'esbuild', 'unrs-resolver']);

/** Every package that an install brings: without our own, and the folders that stand in for one. */
export function packagesOf(lock) {
  return Object.entries(lock.packages)
    .filter(([path, entry]) => path.includes('node_modules/') && entry.link !== true && entry.version !== undefined)
    .map(([path, entry]) => ({
      ...entry,
      path,
      name: entry.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
    }));
}

/** @returns what is wrong with a lock file, a sentence each, and the packages that their authors gave up. */
export function findingsOf(lock, packages) {
  const problems = [];
  for (const { name, version, path, integrity, license, hasInstallScript, resolved } of packages) {
    const called = `${name} ${version} (${path})`;
    if (!/^\d+\.\d+\.\d+/.test(version)) problems.push(`${called} is not pinned to a version.`);
    if (!/^sha512-[\w+/]{86}==/.test(integrity ?? '')) problems.push(`${called} has no sha512 integrity.`);
    if (resolved !== undefined && !/^https:\/\/registry\.npmjs\.org\//.test(resolved)) {
      problems.push(`${called} comes from outside the registry.`);
    }
    if (hasInstallScript === true && !runsNothingNeeded.has(name)) {
      problems.push(`${called} has an install script, which is not run here: see whether it works without.`);
    }
    if (!allowed(license) && !ownLicence.has(name)) {
      problems.push(`${called} has the licence ${String(license)}, which is not among those allowed.`);
    }
  }
  return { problems: [...problems, ...missing(lock)], deprecated: deprecated(packages) };
}

/** Of an expression with OR one licence has to be allowed, with AND all. */
function allowed(license) {
  if (typeof license !== 'string') return false;
  return license
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((one) => licences.has(one)));
}

function deprecated(packages) {
  return packages.filter((one) => one.deprecated !== undefined).map((one) => `${one.name} ${one.version}`);
}

/** What a package needs has to be in the lock: beside it, or in a folder above. */
function missing(lock) {
  return Object.entries(lock.packages).flatMap(([path, entry]) => {
    const needs = { ...entry.dependencies, ...(path.includes('node_modules/') ? {} : entry.devDependencies) };
    return Object.keys(needs)
      .filter((name) => entry.link !== true && !found(lock, path, name))
      .map((name) => `${name}, which ${path === '' ? 'package.json' : path} needs, is not in the lock.`);
  });
}

function found(lock, path, name) {
  for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
    if (lock.packages[at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`] !== undefined) return true;
    if (at === '') return false;
  }
}

/** A bill of materials as CycloneDX 1.5 has it. The same lock gives the same text. */
export function sbomOf(lock, packages) {
  const components = packages.map(({ name, version, integrity, license, dev, optional }) => ({
    type: 'library',
    name,
    version,
    purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
    scope: dev === true || optional === true ? 'optional' : 'required',
    ...(license === undefined ? {} : { licenses: [{ license: { name: license } }] }),
    ...(integrity === undefined ? {} : { hashes: [hashOf(integrity)] }),
  }));
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: { type: 'application', name: lock.name, version: lock.version } },
    components,
  };
}

function hashOf(integrity) {
  const [algorithm, digest = ''] = integrity.split(' ')[0].split(/-(.*)/);
  return { alg: algorithm.replace('sha', 'SHA-'), content: Buffer.from(digest, 'base64').toString('hex') };
}
