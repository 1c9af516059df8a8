import path from 'node:path';
import minifier from '../controls/minifier.cjs';

const here = import.meta.dirname;

/** Types are checked by `tsc -b`; here they are only taken away. */
const typescript = {
  loader: 'ts-loader',
  options: {
    transpileOnly: true,
    configFile: path.join(here, 'tsconfig.json'),
    compilerOptions: { composite: false, allowJs: true, rootDir: path.join(here, '..') },
  },
};

/**
 * One bundle per script. Each library is a property of `window.Pmds`, so the files add to it and do not replace one
 * another, in whatever order a form loads them.
 */
const bundle = (file, source, library) => ({
  name: file,
  mode: 'production',
  context: here,
  entry: path.join(here, source),
  target: ['web', 'es2018'],
  // Source maps stay with the build: a map is no web resource.
  devtool: 'hidden-source-map',
  output: {
    path: path.join(here, 'dist'),
    filename: `pmds_/js/${file}`,
    library: { name: ['Pmds', library], type: 'window' },
  },
  resolve: { extensions: ['.ts', '.js'], extensionAlias: { '.js': ['.ts', '.js'] } },
  module: {
    rules: [
      // The contracts come along built for Node; both are written in ES2018, the newest that Solution Checker reads.
      { test: /\.ts$/, ...typescript },
      { test: /\.js$/, include: path.join(here, '..', 'contracts', 'dist'), ...typescript },
    ],
  },
  optimization: { ...minifier.optimization, splitChunks: false, runtimeChunk: false },
  // A third of it are the texts of four languages, which every form load pays for: about 20 KB compressed.
  performance: { hints: 'error', maxAssetSize: 80_000, maxEntrypointSize: 80_000 },
});

export default [
  bundle('data-sync-form.js', 'src/forms/data-sync-form.ts', 'Form'),
  bundle('delete-sync.js', 'src/remove/delete-sync.ts', 'Remove'),
  bundle('error-trace-form.js', 'src/trace/error-trace-form.ts', 'Trace'),
  bundle('retry-errors.js', 'src/ribbon/retry-errors.ts', 'Retry'),
  bundle('start-sync.js', 'src/ribbon/start-sync.ts', 'Ribbon'),
  bundle('web-form-form.js', 'src/web-form/web-form-form.ts', 'WebForm'),
];
