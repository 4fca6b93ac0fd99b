import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ask } from '#test/support/router-lab/ask';
import { layCables, removeCables } from '#test/support/router-lab/cables';
import { commandIn, type Place, routerPid, runCommand, type Said } from '#test/support/router-lab/places';
import { settings } from '#test/support/router-lab/settings';
import { until } from '#test/support/until';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const STARTING_MS = 90_000;

/** The modems by the socket that they are plugged into. */
export const QMI_MODEM = '1-1';
export const AT_MODEM = '1-2';
export type ModemId = typeof QMI_MODEM | typeof AT_MODEM;
/** The socket for a phone's cable, or a router in a stick: plain Ethernet, empty at first. */
export const USB_SOCKET = '1-3';

export interface LabOptions {
  /** `nm`: NetworkManager and ModemManager; `qmi`: qmi-network. */
  readonly stack?: 'nm' | 'qmi';
  readonly modems?: readonly ModemId[];
  /** What differs from the settings of the lab, by the names of router.conf. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Where it lives; a folder of its own unless told. */
  readonly folder?: string;
  /** It stays when this process ends. */
  readonly isKept?: boolean;
}

/** A car's network on one machine: operator, router Pi, media Pi and two phones in namespaces, real daemons, emulated modems. */
export class RouterLab implements AsyncDisposable {
  readonly folder: string;
  readonly prefix: string;
  readonly #options: LabOptions;

  constructor(options: LabOptions = {}) {
    this.#options = options;
    this.folder = options.folder ?? mkdtempSync('/tmp/carputer-lab-');
    this.prefix = `${this.folder.split('-').at(-1) ?? 'lab'}-`;
  }

  /** Everything runs, the router's software is installed and started; the link comes up by itself afterwards. */
  async up(): Promise<void> {
    const { stack = 'nm', modems = [QMI_MODEM], settings: own = {} } = this.#options;
    mkdirSync(join(this.folder, 'log'), { recursive: true });
    writeFileSync(join(this.folder, 'air.json'), JSON.stringify({ sta1: [HOTSPOT], sta2: [HOTSPOT], sta3: [HOTSPOT] }));
    await layCables(this.prefix, this.folder);
    this.#start('site', this.#in('inet', [process.execPath, join(HERE, 'operator-site.ts'), '203.0.113.10']));
    await this.#startModems();
    const pid = this.#start('machine', ['bash', join(HERE, 'machine.sh'), this.folder, `${this.prefix}router`]);
    await until(() => existsSync(join(this.folder, 'router.up')), { limitMs: STARTING_MS });
    const child = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    writeFileSync(join(this.folder, 'router.pid'), child);
    this.#start('air', this.#in('router', [process.execPath, join(HERE, 'air.ts'), this.folder]));

    for (const modem of modems) await this.must('router', ['lab-usb', 'plug', modem]);
    const before = stack === 'nm' ? ['dbus', 'polkit', 'ssh', 'ModemManager', 'NetworkManager'] : ['ssh'];
    for (const unit of before) {
      await this.must('router', ['systemctl', 'enable', `${unit}.service`]);
      await this.must('router', ['systemctl', 'start', `${unit}.service`]);
    }
    await this.must('router', ['mkdir', '-p', '/etc/carputer-router']);
    await this.must('router', ['sh', '-c', 'cat >/etc/carputer-router/router.conf'], settings(stack, HOTSPOT, own));
    await this.must(
      'router',
      ['sh', join(ROOT, 'resources/router/install.sh'), '--no-packages'],
      undefined,
      STARTING_MS,
    );
  }

  /** Nothing is left: processes, namespaces, mounts, files. */
  async down(): Promise<void> {
    const pids = existsSync(join(this.folder, 'pids'))
      ? readFileSync(join(this.folder, 'pids'), 'utf8').split('\n')
      : [];
    for (const pid of pids.filter((line) => line !== '').map(Number)) kill(pid);
    await removeCables(this.prefix);
    await until(() => pids.every((pid) => pid === '' || !existsSync(`/proc/${pid}/exe`)), { limitMs: 5000 }).catch(
      () => undefined,
    );
    // The router's mounts go a moment after its last process.
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 25, retryDelay: 200 });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.down();
  }

  run(place: Place, command: readonly string[], input?: string, limitMs?: number): Promise<Said> {
    return runCommand(this.#in(place, command), input, limitMs);
  }

  /** As `run`, and a failure is an error. */
  async must(place: Place, command: readonly string[], input?: string, limitMs?: number): Promise<string> {
    const { code, out } = await this.run(place, command, input, limitMs);
    if (code !== 0) throw new Error(`${command.join(' ')} in ${place}: ${code}\n${out}`);
    return out;
  }

  /** A file of the router, which has files of its own. No process is started for it: it is asked for again and again. */
  read(path: string): string {
    return readFileSync(`/proc/${routerPid(this.folder)}/root${path}`, 'utf8');
  }

  /** An order to a modem or its network; `{}` just asks. */
  modem(order: object, id: ModemId = QMI_MODEM): Promise<Record<string, unknown>> {
    return ask(join(this.folder, `${id}.sock`), order);
  }

  /** A phone gets its address from the router. */
  async join(phone: 'phone' | 'phone2' | 'media'): Promise<void> {
    await until(async () => {
      const { code } = await this.run(phone, [
        'udhcpc',
        '-i',
        'eth0',
        '-n',
        '-q',
        '-f',
        '-t',
        '3',
        '-T',
        '1',
        '-s',
        join(HERE, 'phone-udhcpc.sh'),
      ]);
      return code === 0;
    });
  }

  /** Does a phone get through to the web? */
  async isOnline(phone: 'phone' | 'phone2' = 'phone'): Promise<boolean> {
    const { code } = await this.run(phone, ['curl', '-sf', '--max-time', '2', 'http://site.test/']);
    return code === 0;
  }

  #in(place: Place, command: readonly string[]): string[] {
    return commandIn(this.folder, this.prefix, place, command);
  }

  async #startModems(): Promise<void> {
    const kinds = { [QMI_MODEM]: ['qmi', 'op0'], [AT_MODEM]: ['at', 'op1'] } as const;
    for (const [id, [kind, cable]] of Object.entries(kinds)) {
      const pty = join(this.folder, `${id}.pty`);
      const socket = join(this.folder, `${id}.sock`);
      const command = `ip -n ${this.prefix}inet link set ${cable}`;
      this.#start(`modem-${id}`, [process.execPath, join(HERE, kind, 'main.ts'), pty, socket, command]);
      await until(() => existsSync(pty) && existsSync(socket));
    }
    const socket = join(this.folder, `${USB_SOCKET}.sock`);
    this.#start(`usb-${USB_SOCKET}`, [process.execPath, join(HERE, 'usb-cable.ts'), this.prefix, socket]);
    await until(() => existsSync(socket));
  }

  /** In the background, with its own log; its process id is kept, so that another process can end it too. */
  #start(name: string, command: readonly string[]): number {
    const log = openSync(join(this.folder, 'log', `${name}.log`), 'a');
    const isKept = this.#options.isKept === true;
    const [program = '', ...args] = isKept ? command : ['setpriv', '--pdeathsig', 'KILL', ...command];
    const child = spawn(program, args, { cwd: ROOT, stdio: ['ignore', log, log], detached: isKept });
    closeSync(log);
    if (isKept) child.unref();
    writeFileSync(join(this.folder, 'pids'), `${child.pid ?? 0}\n`, { flag: 'a' });
    return child.pid ?? 0;
  }
}

/** What the lab's hotspot is called at first. */
export const HOTSPOT = { ssid: 'Lab-Car', key: 'first-secret' } as const;

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
