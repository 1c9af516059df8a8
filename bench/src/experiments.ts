import type { Experiment } from './experiment.js';
import { localDataverse } from './experiments/d-local-dataverse.js';
import { fullRun } from './experiments/e1-full-run.js';
import { againstCommonClients } from './experiments/e2-common-clients.js';
import { slowPages } from './experiments/e3-slow-pages.js';
import { memory } from './experiments/e4-memory.js';
import { callsAndRepetition } from './experiments/e5-calls.js';
import { prefillDuringRun } from './experiments/e7-prefill.js';
import { prefillRate } from './experiments/e10-prefill-rate.js';
import { postgres } from './experiments/e8-postgres.js';
import { fairness } from './experiments/e9-fairness.js';

export const experiments: readonly Experiment[] = [
  localDataverse,
  fullRun,
  againstCommonClients,
  slowPages,
  memory,
  callsAndRepetition,
  prefillDuringRun,
  postgres,
  fairness,
  prefillRate,
];
