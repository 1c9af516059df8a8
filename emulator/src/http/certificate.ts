/** A certificate for this machine, made now. Clients trust it by `NODE_EXTRA_CA_CERTS=<file>`. */
export async function makeCertificate(host: string): Promise<{ readonly key: string; readonly cert: string }> {
  // Loaded where it is needed: it takes a tenth of what the start takes, and most starts speak plain HTTP.
  const { generate } = await import('selfsigned');
  const made = await generate([{ name: 'commonName', value: 'Local Dataverse' }], {
    keySize: 2048,
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          ...(/^[\d.]+$/.test(host) ? [{ type: 7 as const, ip: host }] : [{ type: 2 as const, value: host }]),
        ],
      },
    ],
  });
  return { key: made.private, cert: made.cert };
}
