/** dataverse-ify reads its own settings by `config`, which warns about every file it does not find. To be imported before it. */
process.env['SUPPRESS_NO_CONFIG_WARNING'] = 'y';
process.env['NODE_CONFIG_ENV'] = 'development';
export {};
