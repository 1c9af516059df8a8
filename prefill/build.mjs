// Builds the one script that web forms include: no dependencies, no modules, any browser of the last years.
import { build } from 'esbuild';
import { join } from 'node:path';

await build({
  absWorkingDir: import.meta.dirname,
  entryPoints: [join(import.meta.dirname, 'src', 'prefill.ts')],
  outfile: join(import.meta.dirname, 'dist', 'prefill.js'),
  bundle: true,
  format: 'iife',
  target: 'es2018',
  minify: true,
  legalComments: 'none',
  banner: { js: "/* Profile Management Data Sync: fills in web forms from a recipient's link. */" },
});
