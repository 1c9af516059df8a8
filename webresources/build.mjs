/** Builds the web resources into `dist/pmds_/js`: `node webresources/build.mjs`. Exit code 1 when a bundle fails. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import webpack from 'webpack';
import configuration from './webpack.config.mjs';

await rm(path.join(import.meta.dirname, 'dist'), { recursive: true, force: true });
const stats = await new Promise((resolve, reject) => {
  webpack(configuration, (failure, result) => (failure ? reject(failure) : resolve(result)));
});
console.error(stats.toString({ preset: 'errors-warnings', assets: true, modules: false, colors: false }));
if (stats.hasErrors()) process.exitCode = 1;
