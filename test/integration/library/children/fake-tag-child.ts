/** Stands for a parser that meets hostile files: what it does is the name of the file. */
const memory: unknown[] = [];

process.on('message', ({ id, path }: { id: number; path: Uint8Array }) => {
  const name = Buffer.from(path).toString();
  if (name === 'hang') for (;;);
  if (name === 'eat') for (;;) memory.push(Array.from({ length: 100_000 }, () => ({})));
  if (name === 'hoard') {
    for (let count = 0; count < 30; count += 1) memory.push(Buffer.alloc(10 * 1024 * 1024, 1));
    return;
  }
  if (name.startsWith('litter')) {
    memory.push(Buffer.alloc(20 * 1024 * 1024, 1));
    setTimeout(() => answer(id, name), 80);
    return;
  }
  if (name === 'throw') throw new Error('broken');
  answer(id, name);
});

function answer(id: number, title: string): void {
  process.send?.({ id, want: 'tags', answer: { kind: 'read', content: { title }, bytesRead: 1 } });
}

process.on('disconnect', () => process.exit(0));
process.send?.({ want: 'ready' });
