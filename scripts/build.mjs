// Builds what is out of date. An old Node says so before it reads what it does not understand.
import '../plugins-ts-bridge/bin/check-node.cjs';

import('./build-parts.mjs');
