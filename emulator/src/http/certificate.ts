import { generate } from 'selfsigned';

/** A certificate for this machine, made now. Clients trust it by `NODE_EXTRA_CA_CERTS=<file>`. */
export async function makeCertificate(host: string): Promise<{ readonly key: string; readonly cert: string }> {
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
