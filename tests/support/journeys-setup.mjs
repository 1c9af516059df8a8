/** Resolves the browser of the journeys once: the one that PMDS_CHROMIUM names, else the one from the npm package. */
export default async function journeysSetup() {
  if (process.env.PMDS_CHROMIUM) return;
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs20.x';
  const { default: chromium } = await import('@sparticuz/chromium');
  process.env.PMDS_CHROMIUM = await chromium.executablePath();
}
