import { execFileSync } from 'node:child_process';
import { createInterface } from 'node:readline';

import { silentLogger } from '#kernel/logger';
import { LinuxMountTable } from '#library/adapters/linux-mount-table';

/** Runs a mount table in a mount namespace of its own: commands come as JSON lines, changes go as such. */
const [mountsFolder = '', findmnt = 'findmnt'] = process.argv.slice(2);
const table = new LinuxMountTable({
  mountsFolders: [mountsFolder],
  mediaFolders: [],
  demoFolder: undefined,
  logger: silentLogger,
  findmnt,
});

await table.start((mounted, twice) => {
  const shown = (list: typeof mounted) =>
    list.map(({ id, label, device, mountPoint }) => ({ id, label, device, mountPoint: mountPoint.toString('latin1') }));
  process.stdout.write(`${JSON.stringify({ mounted: shown(mounted), twice: shown(twice) })}\n`);
});

for await (const line of createInterface({ input: process.stdin })) {
  const [command = '', ...args] = JSON.parse(line) as string[];
  execFileSync(command, args, { timeout: 5_000, stdio: 'ignore' });
}
await table.stop();
