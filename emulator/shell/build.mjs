// Bundles the app shell for the browser: platform.js holds React and Fluent under the very globals that code components expect from
// the platform (Reactv16, FluentUIReactv940); app.js takes both from there, so that hosted controls and the shell share one React.
import { build } from 'esbuild';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const here = import.meta.dirname;
const outdir = join(here, 'dist');

/** Takes React, ReactDOM and Fluent from the globals that platform.js sets. */
const platformGlobals = {
  name: 'platform-globals',
  setup(bundler) {
    const globals = {
      react: 'Reactv16',
      'react-dom': 'ReactDOMv16',
      '@fluentui/react-components': 'FluentUIReactv940',
    };
    bundler.onResolve({ filter: /^(react|react-dom|@fluentui\/react-components)$/ }, ({ path }) => ({
      path,
      namespace: 'platform',
    }));
    bundler.onLoad({ filter: /.*/, namespace: 'platform' }, ({ path }) => ({
      contents: `module.exports = window.${globals[path]};`,
    }));
  },
};

const common = {
  bundle: true,
  format: 'iife',
  target: 'es2020',
  outdir,
  define: { 'process.env.NODE_ENV': '"production"' },
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
};

mkdirSync(outdir, { recursive: true });
await Promise.all([
  build({ ...common, entryPoints: { platform: join(here, 'src/platform.ts') } }),
  build({
    ...common,
    entryPoints: { app: join(here, 'src/main.tsx') },
    plugins: [platformGlobals],
    jsx: 'transform',
    sourcemap: true,
  }),
]);
copyFileSync(join(here, 'src/app.css'), join(outdir, 'app.css'));
