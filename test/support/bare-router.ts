import { cpSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { OwnRoot } from '#test/support/own-root';
import { type Said } from '#test/support/router-lab/places';

const SOURCE = fileURLToPath(new URL('../../resources/router', import.meta.url));
const SYSTEMCTL = fileURLToPath(new URL('router-lab/systemctl.sh', import.meta.url));
const LIB = '/usr/local/lib/carputer-router';
const VAR = '/var/lib/carputer-router';
const RUN = '/run/carputer-router';

const PHONE = 'phone';
const SITE = '100.64.0.1';
export const FILE_BYTES = 100_000;

/**
 * The router's programs and nothing else: no service runs, no modem is there. The kernel's firewall and routes are real, in a network of
 * its own, with one phone at the hotspot's interface and a web site at the end of the uplink. Its clock is right. Needs root; see `whyNoLab`.
 */
export class BareRouter implements AsyncDisposable {
  readonly root: OwnRoot;

  private constructor(root: OwnRoot) {
    this.root = root;
  }

  /** `settings`: what differs from router.conf as it is shipped; `uplink`: what the kernel has called the stick. */
  static async make({ settings = {}, uplink = 'usb0' }: BareRouterOptions = {}): Promise<BareRouter> {
    const router = new BareRouter(await OwnRoot.make());
    cpSync(SOURCE, router.root.path(LIB), { recursive: true });
    cpSync(`${SOURCE}/units`, router.root.path('/etc/systemd/system'), { recursive: true });
    router.root.write('/usr/local/sbin/systemctl', readFileSync(SYSTEMCTL, 'utf8'), 0o755);
    router.set(settings);
    for (const folder of [RUN, `${VAR}/modems`, `${VAR}/messages`]) await router.must(['mkdir', '-p', folder]);
    router.write('run', 'clock-set', '');
    await router.must(['sh', '-c', cables(uplink)]);
    return router;
  }

  /** Settings of router.conf, and all others as they are shipped. */
  set(settings: Readonly<Record<string, string>>): void {
    const own = Object.entries(settings).map(([name, value]) => `${name}='${value}'\n`);
    this.root.write('/etc/carputer-router/router.conf', readFileSync(`${SOURCE}/router.conf`, 'utf8') + own.join(''));
  }

  /** A file that is kept (`var`) or lives in memory (`run`), as JSON unless it is a text. */
  write(place: 'var' | 'run', name: string, content: unknown): void {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    this.root.write(`${place === 'var' ? VAR : RUN}/${name}`, `${text}\n`);
  }

  read(place: 'var' | 'run', name: string): string {
    return this.root.read(`${place === 'var' ? VAR : RUN}/${name}`);
  }

  /** In the place of one of Debian's tools. */
  stub(tool: string, script: string): void {
    this.root.write(`/usr/local/sbin/${tool}`, `#!/bin/sh\n${script}\n`, 0o755);
  }

  /** As `routerctl-admin apply` has it, by the real unit. */
  async restart(unit: string): Promise<void> {
    await this.root.run(['systemctl', 'restart', unit]);
  }

  /** What a verb answers; what the tools below it have said on standard error stands behind that. */
  async verb(name: string, args: object = {}): Promise<Answer> {
    const { out } = await this.root.run([`${LIB}/verb`, name], `${JSON.stringify(args)}\n`);
    return JSON.parse(out.split('\n', 1)[0] ?? '') as Answer;
  }

  /** Functions of the router's service, as it has them. */
  call(script: string): Promise<Said> {
    const parts =
      'common usb qmi mm collect hotspot firewall usage extras status heal steps change messages sms-commands';
    return this.root.run(['sh', '-uc', `for part in ${parts}; do . ${LIB}/lib/$part.sh; done; ${script}`]);
  }

  async must(command: readonly string[]): Promise<string> {
    const { code, out } = await this.root.run(command);
    if (code !== 0) throw new Error(`${command.join(' ')}: ${String(code)}\n${out}`);
    return out;
  }

  /** Does the phone, or a user of the router itself, get a file of `FILE_BYTES` whole? */
  async isOnline(who: 'phone' | { readonly user: string } = 'phone'): Promise<boolean> {
    const as = who === 'phone' ? ['ip', 'netns', 'exec', PHONE] : ['setpriv', '--reuid', who.user, '--clear-groups'];
    const take = `timeout 20 socat -u TCP:${SITE}:80,connect-timeout=1 - 2>/dev/null | wc -c`;
    return Number((await this.must([...as, 'sh', '-c', take])).trim()) === FILE_BYTES;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.root[Symbol.asyncDispose]();
  }
}

export interface BareRouterOptions {
  readonly settings?: Readonly<Record<string, string>>;
  readonly uplink?: string;
}

export interface Answer {
  readonly ok: boolean;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: string; readonly details: unknown };
}

/** The site has no route to the phones: they get through only behind the router's own address. */
function cables(uplink: string): string {
  return `set -e
    ip netns add ${PHONE}
    ip netns add site
    ip link add wlan0 type veth peer name eth0 netns ${PHONE}
    ip link add ${uplink} type veth peer name eth0 netns site
    ip addr add 192.168.50.1/24 dev wlan0
    ip addr add 100.64.0.2/24 dev ${uplink}
    ip link set wlan0 up
    ip link set ${uplink} up
    ip -n ${PHONE} addr add 192.168.50.60/24 dev eth0
    ip -n ${PHONE} link set eth0 up
    ip -n ${PHONE} route add default via 192.168.50.1
    ip -n site addr add ${SITE}/24 dev eth0
    ip -n site link set eth0 up
    ip netns exec site setsid socat TCP-LISTEN:80,fork,reuseaddr SYSTEM:'head -c ${FILE_BYTES} /dev/zero' >/dev/null 2>&1 </dev/null &`;
}
