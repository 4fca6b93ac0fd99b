import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

import { silentLogger } from '#kernel/logger';
import { PromptSpool, type SpooledPrompt } from '#player/adapters/prompt-spool';
import { until } from '#test/support/until';

it('says a text in the language that its name tells, else in the one of the screen', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'carputer-spool-'));
  const said: SpooledPrompt[] = [];
  const spool = new PromptSpool({
    folder,
    logger: silentLogger,
    say: (spooled) => Promise.resolve(said.push(spooled)),
  });
  await spool.start();
  onTestFinished(async () => {
    await spool.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const lay = async (name: string) => {
    const draft = join(folder, 'prompt', `.${name}`);
    await writeFile(draft, name);
    await rename(draft, join(folder, 'prompt', name));
    await until(() => said.some(({ text }) => text === name));
  };
  for (const name of ['turn.de.txt', 'turn.de-AT.txt', 'turn.txt', 'turn 2.0.txt']) await lay(name);
  expect(said).toEqual([
    { role: 'prompt', text: 'turn.de.txt', language: 'de' },
    { role: 'prompt', text: 'turn.de-AT.txt', language: 'de-AT' },
    { role: 'prompt', text: 'turn.txt' },
    { role: 'prompt', text: 'turn 2.0.txt' },
  ]);
});
