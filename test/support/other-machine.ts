import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';

/** A network of its own with one cable to this machine. */
export interface OtherMachine {
  /** Its address on the cable. */
  readonly address: string;
  /** Put before a command line that is to run there. */
  readonly prefix: readonly string[];
  /** Undefined where this kernel cannot delay. */
  readonly delayMs: number | undefined;
  /** The cable is pulled, or in again. */
  setLink(isUp: boolean): void;
  close(): void;
}

const DELAY_MS = 20;

/** Why no network of its own can be had here; undefined where it can. */
export function whyNoOtherMachine(): string | undefined {
  if (userInfo().uid !== 0) return 'only root may make a network';
  try {
    openOtherMachine().close();
    return undefined;
  } catch {
    return 'no network namespace with a cable can be made here';
  }
}

let opened = 0;

/** Ours alone: several runs of tests do not meet. */
export function openOtherMachine(): OtherMachine {
  opened += 1;
  const name = `car${String(process.pid)}n${String(opened)}`;
  const [here, there] = [`${name}a`, `${name}b`];
  // 198.18.0.0/15 is for tests of networks (RFC 2544).
  const net = `198.18.${String(process.pid & 0xff)}.${String((process.pid >> 8) & 0xfc)}`;
  const part = net.slice(0, net.lastIndexOf('.') + 1);
  const first = Number(net.slice(part.length));
  const close = () => {
    // With its network, the cable would go some time later.
    if (existsSync(`/sys/class/net/${here}`)) ip('link', 'delete', here);
    ip('netns', 'delete', name);
  };
  ip('netns', 'add', name);
  try {
    ip('link', 'add', here, 'type', 'veth', 'peer', 'name', there, 'netns', name);
    ip('address', 'add', `${part}${String(first + 1)}/30`, 'dev', here);
    ip('-n', name, 'address', 'add', `${part}${String(first + 2)}/30`, 'dev', there);
    for (const link of ['lo', there]) ip('-n', name, 'link', 'set', link, 'up');
    ip('link', 'set', here, 'up');
  } catch (error) {
    close();
    throw error;
  }
  return {
    address: `${part}${String(first + 2)}`,
    prefix: ['ip', 'netns', 'exec', name],
    delayMs: delayed(here),
    setLink: (isUp) => ip('link', 'set', here, isUp ? 'up' : 'down'),
    close,
  };
}

function delayed(link: string): number | undefined {
  try {
    run('tc', ['qdisc', 'add', 'dev', link, 'root', 'netem', 'delay', `${String(DELAY_MS)}ms`]);
    return DELAY_MS;
  } catch {
    return undefined;
  }
}

function ip(...words: readonly string[]): void {
  run('ip', words);
}

function run(program: string, words: readonly string[]): void {
  execFileSync(program, words, { stdio: 'ignore', timeout: 20_000 });
}
