import { afterEach, describe, expect, it } from 'vitest';

import { silentLogger } from '#kernel/logger';
import { TagProcessPool } from '#library/adapters/tag-process-pool';

const pools: TagProcessPool[] = [];

function setup(limitMs = 300) {
  const childUrl = new URL('children/fake-tag-child.ts', import.meta.url);
  const pool = new TagProcessPool({ childUrl, logger: silentLogger, limitMs });
  pools.push(pool);
  const cancel = new AbortController();
  const read = (name: string) =>
    pool.readTags({ mountPoint: Buffer.from('/stick'), path: Buffer.from(name) }, cancel.signal);
  return { read, cancel };
}

describe('processes that parse', () => {
  afterEach(async () => {
    await Promise.all(pools.splice(0).map((pool) => pool.stop()));
  });

  it('gives up a file that hangs, and reads all others', async () => {
    const { read } = setup();
    const names = ['1', 'hang', '2', '3', 'hang', '4', '5', '6', '7', '8', '9'];

    const answers = await Promise.all(names.map(read));

    expect(answers.map((answer) => (answer.kind === 'read' ? answer.content.title : answer.kind))).toEqual(
      names.map((name) => (name === 'hang' ? 'unreadable' : name)),
    );
  });

  it('gives up a file that takes all memory or breaks its process, and goes on', async () => {
    const { read } = setup();

    expect(await read('eat')).toMatchObject({ kind: 'unreadable' });
    expect(await read('throw')).toMatchObject({ kind: 'unreadable' });
    expect(await read('fine')).toMatchObject({ kind: 'read', content: { title: 'fine' } });
  });

  it('gives up a file whose bytes take too much memory, which a limit of the heap does not bound', async () => {
    const { read } = setup(30_000);

    expect(await read('hoard')).toMatchObject({ kind: 'unreadable', reason: 'took too much memory to read' });
    expect(await read('fine')).toMatchObject({ kind: 'read', content: { title: 'fine' } });
  });

  it('does not blame a file for what those before it left in memory', async () => {
    const { read } = setup(30_000);

    const answers = await Promise.all(Array.from({ length: 24 }, (_none, index) => read(`litter ${index}`)));

    expect(answers.map(({ kind }) => kind)).toEqual(Array(24).fill('read'));
  });

  it('lets a cancel end a file that hangs', async () => {
    const { read, cancel } = setup();
    await read('warm');
    const hanging = [read('hang'), read('hang')].map((promise) => expect(promise).rejects.toThrow('pulled'));
    cancel.abort(new Error('pulled'));

    await Promise.all(hanging);
  });
});
