import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { RouterDdns, RouterVpn } from '#contract/entities/router-status';
import { type RouterLab } from '#test/support/router-lab/router-lab';
import { ROUTER_ADDRESS } from '#test/support/router-lab/settings';
import { until, type UntilOptions } from '#test/support/until';

/** A status, as far as the tests look at it. */
export interface RouterStatus {
  readonly uptimeMs: number;
  readonly isRunning: boolean;
  readonly brokenLink: string | null;
  readonly chain: readonly {
    readonly link: string;
    readonly state: string;
    readonly reason: string | null;
    readonly value: string | null;
  }[];
  readonly heal: {
    readonly state: string;
    readonly rung: string | null;
    readonly pausedBy: string | null;
    readonly attempt: number;
  };
  readonly uplink: { readonly modemId: string | null; readonly why: string; readonly sinceUptimeMs: number | null };
  readonly modems: readonly (Record<string, unknown> & {
    readonly id: string;
    readonly state: string;
    readonly fault: string | null;
    readonly session: { readonly isUp: boolean };
  })[];
  readonly vpn: RouterVpn;
  readonly ddns: RouterDdns;
  readonly change: { readonly id: string; readonly kind: string } | null;
  readonly usage: { readonly usedBytes: number; readonly state: string };
  readonly messages: { readonly revision: number; readonly unreadCount: number };
}
export interface Answer {
  readonly ok: boolean;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: string; readonly details: Readonly<Record<string, unknown>> };
}

/** The media Pi of the lab, with a key of its own, by OpenSSH's client. */
export class Panel {
  readonly #lab: RouterLab;
  readonly #key: string;

  constructor(lab: RouterLab) {
    this.#lab = lab;
    this.#key = join(lab.folder, 'media-key');
  }

  /** Joins the WiFi and makes its key. */
  async start(): Promise<void> {
    await this.#lab.join('media');
    await this.#lab.must('media', ['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', this.#key]);
  }

  /** With the code as it is printed; `tamper` changes the proof. */
  async enrol(code: string, tamper: (proof: string) => string = (proof) => proof): Promise<Answer> {
    const lines = `${await this.fingerprint()}\n${readFileSync(`${this.#key}.pub`, 'utf8').trim()}\n`;
    const proof = (head: string) =>
      createHmac('sha256', code.replaceAll('-', '')).update(`${head}\n${lines}`).digest('hex');
    const answer = await this.ask('enrol', { mac: tamper(proof('carputer-enrol-1')) }, 'carputer-enrol');
    if (answer.ok && answer.data?.['mac'] !== proof('carputer-enrolled-1'))
      throw new Error('not the router that knows the code');
    return answer;
  }

  async fingerprint(): Promise<string> {
    const out = await this.#lab.must('router', ['ssh-keygen', '-l', '-f', '/etc/ssh/ssh_host_ed25519_key.pub']);
    return out.split(' ')[1] ?? '';
  }

  async ask(verb: string, args?: object, user = 'carputer'): Promise<Answer> {
    const { code, out } = await this.ssh(user, [verb], args === undefined ? '' : `${JSON.stringify(args)}\n`);
    try {
      return JSON.parse(out) as Answer;
    } catch (error) {
      throw new Error(`${verb}: ${code} ${out}`, { cause: error });
    }
  }

  /** The data of an answer that has to be well. */
  async data(verb: string, args?: object): Promise<Readonly<Record<string, unknown>>> {
    const answer = await this.ask(verb, args);
    if (answer.data === undefined) throw new Error(`${verb}: ${JSON.stringify(answer)}`);
    return answer.data;
  }

  ssh(user: string, words: readonly string[], input = ''): Promise<{ readonly code: number; readonly out: string }> {
    const options = [
      'StrictHostKeyChecking=no',
      'UserKnownHostsFile=/dev/null',
      'BatchMode=yes',
      'LogLevel=ERROR',
      'ConnectTimeout=5',
    ];
    const command = [
      'ssh',
      '-i',
      this.#key,
      ...options.flatMap((option) => ['-o', option]),
      `${user}@${ROUTER_ADDRESS}`,
      ...words,
    ];
    return this.#lab.run('media', command, input);
  }
}

/** What the router's service wrote last, without SSH. */
export function readStatus(lab: RouterLab): RouterStatus {
  return JSON.parse(lab.read('/run/carputer-router/status.json')) as RouterStatus;
}

/** Waits until the status is as asked for, and gives it. */
export async function untilStatus(
  lab: RouterLab,
  isRight: (status: RouterStatus) => boolean,
  options: UntilOptions = {},
): Promise<RouterStatus> {
  let last: RouterStatus | undefined;
  try {
    return await until(
      () => {
        last = readStatus(lab);
        return isRight(last) ? last : undefined;
      },
      { limitMs: 120_000, everyMs: 250, ...options },
    );
  } catch (error) {
    throw new Error(
      `The status stayed ${JSON.stringify(last?.chain)} ${JSON.stringify(last?.heal)} ${JSON.stringify(last?.uplink)}`,
      { cause: error },
    );
  }
}
