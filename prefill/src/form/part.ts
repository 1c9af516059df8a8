import { createPageForm } from './fill.js';

// The part that fills in, loaded by `prefill.js` on pages that were opened by a link.
if (window.pmdsPrefill) window.pmdsPrefill.parts.fill = createPageForm;
