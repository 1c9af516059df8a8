// Runs one of the product's commands. An old Node says so before it reads what it does not understand.
import '../plugins-ts-bridge/bin/check-node.cjs';

import('./run-command.mjs');
