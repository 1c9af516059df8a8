/** On a machine that is busy with mutants, what a control shows late is not what it never shows. */
require('@testing-library/react').configure({ asyncUtilTimeout: 20_000 });
