// TypeScript sources import each other as './x.js'; under Jest the file on disk is x.ts or x.tsx.
const sources = ['.ts', '.tsx'];

module.exports = (request, options) => {
  if (/^\.{1,2}\/.*\.js$/.test(request) && !options.basedir.includes('node_modules')) {
    for (const extension of sources) {
      try {
        return options.defaultResolver(request.replace(/\.js$/, extension), options);
      } catch {
        // not this one
      }
    }
  }
  return options.defaultResolver(request, options);
};
