import { readdir, readFile } from 'node:fs/promises';
import { connect } from 'node:net';

const ANSWER_LIMIT_MS = 1_000;
const SOCKET_FLAG = '--input-ipc-server=';

export interface Player {
  readonly pid: number;
  readonly socket: string;
}

export interface PlayerMoment {
  readonly pid: number;
  readonly positionMs: number;
}

/** The mpv processes whose sockets lie below a folder, whoever started them. */
export async function playersBelow(folder: string): Promise<Player[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/u.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      const flag = line.split('\0').find((one) => one.startsWith(`${SOCKET_FLAG}${folder}/`));
      return flag === undefined ? undefined : { pid: Number(pid), socket: flag.slice(SOCKET_FLAG.length) };
    }),
  );
  return found.filter((player) => player !== undefined);
}

/** Where mpv itself says it is in its file; undefined while nobody answers or nothing is open. */
export async function momentOf(socket: string): Promise<PlayerMoment | undefined> {
  const [pid, positionS] = await ask(socket, ['pid', 'time-pos']);
  return pid === undefined || positionS === undefined ? undefined : { pid, positionMs: positionS * 1_000 };
}

/** Properties that are numbers; undefined for those that mpv has none of now. */
function ask(socket: string, properties: readonly string[]): Promise<(number | undefined)[]> {
  const { promise, resolve } = Promise.withResolvers<(number | undefined)[]>();
  const answers = new Map<number, number | undefined>();
  const stream = connect(socket);
  const end = () => {
    stream.destroy();
    resolve(properties.map((_name, place) => answers.get(place + 1)));
  };
  let received = '';
  stream.setTimeout(ANSWER_LIMIT_MS, end);
  stream.on('error', end);
  stream.on('close', end);
  stream.on('data', (chunk) => {
    received += chunk.toString();
    const lines = received.split('\n');
    received = lines.pop() ?? '';
    for (const line of lines.filter((one) => one.includes('"request_id"'))) {
      const answer = JSON.parse(line) as { request_id: number; data?: unknown };
      answers.set(answer.request_id, typeof answer.data === 'number' ? answer.data : undefined);
    }
    if (answers.size === properties.length) end();
  });
  for (const [place, name] of properties.entries()) {
    stream.write(`${JSON.stringify({ command: ['get_property', name], request_id: place + 1 })}\n`);
  }
  return promise;
}
