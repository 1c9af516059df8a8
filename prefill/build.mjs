// Builds the scripts that web forms include: no dependencies, no modules, any browser of the last years.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { minify } from 'terser';

const preamble = "/* Profile Management Data Sync: fills in web forms from a recipient's link. */";
const here = import.meta.dirname;

async function script(entry, define = {}) {
  const { outputFiles } = await build({
    absWorkingDir: here,
    entryPoints: [join(here, 'src', entry)],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2018',
    legalComments: 'none',
    define,
  });
  const { code } = await minify(outputFiles[0].text, {
    ecma: 2018,
    compress: { passes: 4, unsafe_arrows: true, pure_getters: true, keep_fargs: false },
    format: { preamble },
  });
  return code;
}

/** As the browser compares it: the attribute `integrity` of a script element. */
const integrity = (code) => `sha384-${createHash('sha384').update(code).digest('base64')}`;

// `prefill.js` runs its parts only as they are here, and the version names all of it: the same files, the same address.
const files = {
  'fill.js': await script('form/part.ts'),
  'submit.js': await script('parts/submit.ts'),
  'verify.js': await script('parts/verify.ts'),
};
const parts = Object.fromEntries(
  Object.entries(files).map(([name, code]) => [name.replace('.js', ''), integrity(code)]),
);
const core = (version) => script('prefill.ts', { PMDS_PARTS: JSON.stringify({ version, ...parts }) });
const version = createHash('sha256')
  .update(await core(''))
  .digest('hex')
  .slice(0, 16);
files['prefill.js'] = await core(version);

mkdirSync(join(here, 'dist'), { recursive: true });
for (const [name, code] of Object.entries(files)) writeFileSync(join(here, 'dist', name), code);
writeFileSync(
  join(here, 'dist', 'manifest.json'),
  JSON.stringify({ version, integrity: integrity(files['prefill.js']), files: Object.keys(files) }),
);

// What the sample pages of frameworks run.
await build({
  absWorkingDir: here,
  entryPoints: ['react', 'vue'].map((name) => join(here, 'samples', 'frameworks', `${name}.mjs`)),
  outdir: join(here, 'dist', 'samples'),
  bundle: true,
  minify: true,
  format: 'iife',
  define: {
    'process.env.NODE_ENV': '"production"',
    __VUE_OPTIONS_API__: 'false',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
  },
  legalComments: 'none',
});

// `--release` keeps what was built: a service goes on serving every version that is kept here.
if (process.argv.includes('--release')) {
  const kept = join(here, 'released', version);
  mkdirSync(kept, { recursive: true });
  for (const [name, code] of Object.entries(files)) writeFileSync(join(kept, name), code);
}
