#!/usr/bin/env node
// An old Node says so before it reads what it does not understand.
import './check-node.cjs';

import('../dist/main.js');
