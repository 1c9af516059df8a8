import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npmStart } from '../support/start-command.js';

describe('npm start', () => {
  let folder = '';
  let taken: Server;
  let port = 0;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pmds-start-'));
    taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    port = (taken.address() as AddressInfo).port;
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await new Promise((resolve) => taken.close(resolve));
  });

  it.each(['port-dataverse', 'port-bridge', 'port-forms'])(
    'names port and option when --%s is taken',
    async (option) => {
      const result = await npmStart('--once', `--${option}`, String(port));
      expect(result.code).toBe(1);
      expect(result.stderr.trim()).toMatch(
        new RegExp(
          `^Port ${String(port)} for .+ is taken by another program\\..+--${option} N \\(0 = any free port\\)\\.$`,
        ),
      );
    },
  );

  it('names a file that does not exist, and the option that named it', async () => {
    const result = await npmStart('--once', '--leads', join(folder, 'nowhere.csv'));
    expect(result.code).toBe(1);
    expect(result.stderr).toMatch(/^\s*There is no file .+nowhere\.csv\. Give --leads the path of a CSV file/);
  });

  it('says before it starts anything that a report cannot be written', async () => {
    const result = await npmStart('--once', '--size', '5', '--report', folder);
    expect(result.code).toBe(1);
    expect(result.stdout).toBe('');
    expect(result.stderr.trim()).toMatch(/^The report cannot be written to .+ Give --report the path of a file\.$/);
  });

  it('names file, line and column of a malformed CSV row and leaves nothing running', async () => {
    const file = join(folder, 'contacts.csv');
    writeFileSync(
      file,
      'First Name,Last Name,Email\nAda,Byron,ada@example.com\nGrace,Hopper,grace@example.com,surplus\n',
    );
    const result = await npmStart('--once', '--contacts', file);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain(`${file}, line 3, column 4: the row has 4 fields`);
    expect(result.stderr).not.toMatch(/\n\s+at /);
  });
});
