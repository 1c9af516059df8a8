const { createRequire } = require('node:module');

// The minifier that webpack itself brings, so that this is the one the build uses anyway.
const Minifier = createRequire(require.resolve('webpack'))('minimizer-webpack-plugin');

/**
 * How controls and web resources are made small: no function may be shortened to `$`. Solution Checker takes every call of `$`
 * for jQuery on the form's own elements (rule avoid-dom-form).
 */
module.exports = {
  optimization: {
    minimizer: [new Minifier({ terserOptions: { mangle: { reserved: ['$', '$get', '$find'] } } })],
  },
};
