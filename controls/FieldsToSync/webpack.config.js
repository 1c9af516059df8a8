module.exports = require('../minifier.cjs');
