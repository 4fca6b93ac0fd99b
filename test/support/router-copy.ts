import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { makeTempFolder, type TempFolder } from '#test/support/temp-folder';

const SOURCE = fileURLToPath(new URL('../../resources/router', import.meta.url));
const LIMIT_MS = 60_000;
/** Where each of the router's places is in the copy's folder. */
const PLACES: readonly (readonly [string, string])[] = [
  ['/usr/local/lib/carputer-router', 'program'],
  ['/etc/carputer-router', 'etc'],
  ['/var/lib/carputer-router', 'var'],
  ['/run/carputer-router', 'run'],
  ['/sys/bus/usb', 'usb'],
  ['/etc/NetworkManager/system-connections', 'profiles'],
  ['/etc/wireguard', 'wireguard'],
  ['/tmp/qmi-network-state', 'run/qmi-network-state'],
];

/**
 * The router's own scripts with every place of theirs in one folder, and tools that say what a test wants before the real ones.
 * Nothing of this machine is touched and no root is needed, so one function of them can be asked by itself.
 */
export class RouterCopy implements AsyncDisposable {
  readonly #folder: TempFolder;

  private constructor(folder: TempFolder) {
    this.#folder = folder;
  }

  /** `settings` are of `router.conf`. */
  static async make(settings: Readonly<Record<string, string>> = {}): Promise<RouterCopy> {
    const copy = new RouterCopy(await makeTempFolder());
    cpSync(SOURCE, copy.path('program'), { recursive: true });
    for (const folder of [
      'etc',
      'var/modems',
      'var/messages',
      'run',
      'usb/devices',
      'usb/drivers',
      'profiles',
      'bin',
    ]) {
      mkdirSync(copy.path(folder), { recursive: true });
    }
    for (const name of readdirSync(copy.path('program'), { recursive: true, encoding: 'utf8' })) copy.#move(name);
    copy.write('etc/router.conf', copy.read('program/router.conf'));
    for (const [name, value] of Object.entries({ DRIVER: 'modemmanager', ...settings })) {
      appendFileSync(copy.path('etc/router.conf'), `${name}='${value}'\n`);
    }
    return copy;
  }

  path(name: string): string {
    return join(this.#folder.path, name);
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  write(name: string, content: string): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), content);
  }

  /** A tool that notes how it was called and does what `body` says, in sh. */
  tool(name: string, body = ':'): void {
    const note = `printf '%s\\n' "${name} $*" >>'${this.path('calls')}'`;
    writeFileSync(this.path(`bin/${name}`), `#!/bin/sh\n${note}\n${body}\n`, { mode: 0o755 });
  }

  /** How its tools were called, each with its arguments, in order. */
  calls(): string[] {
    return spawnSync('cat', [this.path('calls')])
      .stdout.toString()
      .split('\n')
      .filter(Boolean);
  }

  /** A stick in a USB socket: what each of its interfaces is driven by, and the devices that the driver made of it. */
  plug(id: string, vendor: string, product: string, parts: Readonly<Record<string, readonly string[]>>): void {
    this.write(`usb/devices/${id}/idVendor`, `${vendor}\n`);
    this.write(`usb/devices/${id}/idProduct`, `${product}\n`);
    for (const [index, [driver, devices]] of Object.entries(parts).entries()) {
      const part = `usb/devices/${id}/${id}:1.${index}`;
      mkdirSync(this.path(`usb/drivers/${driver}`), { recursive: true });
      for (const device of ['', ...devices]) mkdirSync(this.path(join(part, device)), { recursive: true });
      symlinkSync(this.path(`usb/drivers/${driver}`), this.path(join(part, 'driver')));
    }
  }

  /** Runs `command` in sh after those parts of `lib/`; gives what it has printed, whatever it thinks of it. */
  run(parts: readonly string[], command: string, input = ''): string {
    const sources = ['common', ...parts].map((part) => `. '${this.path(`program/lib/${part}.sh`)}'`);
    return this.script(['sh', '-c', [...sources, command].join('\n')], input);
  }

  /** One of its programs, as `['sh', copy.path('program/verb'), 'set-apn']`. */
  script([program = 'sh', ...args]: readonly string[], input = ''): string {
    const { stdout, error } = spawnSync(program, args, { input, timeout: LIMIT_MS });
    if (error) throw error;
    return stdout.toString();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#folder[Symbol.asyncDispose]();
  }

  #move(name: string): void {
    const file = this.path(join('program', name));
    if (!statSync(file).isFile()) return;
    const before = readFileSync(file, 'utf8');
    const moved = PLACES.reduce((text, [from, to]) => text.replaceAll(from, this.path(to)), before);
    const after = moved.replace(/^PATH=(?=\/usr)/mu, `PATH=${this.path('bin')}:`);
    if (after !== before) writeFileSync(file, after);
  }
}
