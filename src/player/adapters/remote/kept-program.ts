import { withLimit } from '#kernel/lifecycle';
import type { SshLine } from '#player/adapters/remote/ssh-line';

/** A program on another Pi that plays for as long as it hears from here. */
export interface KeptProgram {
  readonly pid: number;
  /** Resolves with the exit code once it is gone; undefined where nobody knows. */
  exited(): Promise<number | undefined>;
  /** Types keys into it. */
  type(keys: string): void;
  kill(): void;
}

const START_LIMIT_MS = 15_000;
const BEAT_MS = 2_000;
const KILL_LIMIT_MS = 500;

/** Runs a script that writes its process id first, and ends what it plays when it reads no line for 10 s, or no more at all. */
export async function runKept(line: SshLine, command: string): Promise<KeptProgram> {
  const ended = Promise.withResolvers<number | undefined>();
  const begun = Promise.withResolvers<number>();
  let end: () => void = () => undefined;
  let type: (keys: string) => void = () => undefined;
  await line.run(command, (channel) => {
    channel.once('data', (first: Buffer) => begun.resolve(Number(first.toString().trim())));
    channel.once('exit', (code: number | null) => ended.resolve(code ?? undefined));
    channel.once('close', () => ended.resolve(undefined));
    void line.closed().then(() => ended.resolve(undefined));
    const beat = setInterval(() => channel.write('\n'), BEAT_MS);
    void ended.promise.then(() => clearInterval(beat));
    type = (keys) => channel.write(`${keys}\n`);
    end = () => channel.close();
  });
  const kill = () => {
    end();
    // A line on which nothing ends is none any more.
    const timer = setTimeout(() => line.close(), KILL_LIMIT_MS);
    void ended.promise.then(() => clearTimeout(timer));
  };
  const pid = await withLimit(begun.promise, START_LIMIT_MS, 'no player started on the other Pi').catch(
    (error: unknown) => {
      kill();
      throw error;
    },
  );
  return { pid, exited: () => ended.promise, type: (keys) => type(keys), kill };
}
