import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { PLACES, runCommand } from '#test/support/router-lab/places';
import { ROUTER_ADDRESS } from '#test/support/router-lab/settings';

/** Guests of the hotspot: their end, its MAC address, and the router's end. */
const GUESTS = [
  ['phone', '02:00:00:00:01:aa', 'sta1'],
  ['phone2', '02:00:00:00:02:aa', 'sta2'],
  ['media', '02:00:00:00:03:aa', 'sta3'],
] as const;
/** Of each modem: the router's end and the operator's. */
const PATHS = [
  ['wwan0', 'op0', '100.64.0'],
  ['wwan1', 'op1', '100.64.1'],
] as const;
/** Of the phone that shares its data by USB, or the router in a stick: the router's end and its own, and its network. */
export const USB_PATH = ['eth0', 'op2', '192.168.42'] as const;

/** Namespaces, cables between them, and the operator's DHCP and names. Nothing leads out of the lab. */
export async function layCables(prefix: string, folder: string): Promise<void> {
  for (const place of PLACES) {
    await must('ip', 'netns', 'add', prefix + place);
    await must('ip', '-n', prefix + place, 'link', 'set', 'lo', 'up');
  }
  await must('ip', '-n', `${prefix}router`, 'link', 'add', 'wlan0', 'type', 'bridge');
  for (const [guest, mac, station] of GUESTS) {
    await cable([`${prefix}${guest}`, 'eth0'], [`${prefix}router`, station]);
    await must('ip', '-n', prefix + guest, 'link', 'set', 'eth0', 'address', mac, 'up');
    await must('ip', '-n', `${prefix}router`, 'link', 'set', station, 'master', 'wlan0');
    // Names are asked for at the router, as `ip netns exec` shows them.
    mkdirSync(`/etc/netns/${prefix}${guest}`, { recursive: true });
    writeFileSync(`/etc/netns/${prefix}${guest}/resolv.conf`, `nameserver ${ROUTER_ADDRESS}\n`);
  }
  await must('ip', '-n', `${prefix}inet`, 'addr', 'add', '203.0.113.10/32', 'dev', 'lo');
  for (const [inside, outside, network] of PATHS) {
    await cable([`${prefix}router`, inside], [`${prefix}inet`, outside]);
    await must('ip', '-n', `${prefix}inet`, 'addr', 'add', `${network}.1/24`, 'dev', outside);
    await beginOperator(prefix, folder, outside, network);
  }
  await beginOperator(prefix, folder, USB_PATH[1], USB_PATH[2]);
}

async function beginOperator(prefix: string, folder: string, cable: string, network: string): Promise<void> {
  const config = join(folder, `operator-${cable}.conf`);
  writeFileSync(config, operator(cable, network, folder));
  await must('ip', 'netns', 'exec', `${prefix}inet`, 'dnsmasq', '-C', config);
}

export async function removeCables(prefix: string): Promise<void> {
  for (const place of PLACES) {
    const { out } = await runCommand(['ip', 'netns', 'pids', prefix + place]);
    for (const pid of out.split('\n').filter((line) => /^\d+$/.test(line))) await runCommand(['kill', '-KILL', pid]);
    await runCommand(['ip', 'netns', 'del', prefix + place]);
    rmSync(`/etc/netns/${prefix}${place}`, { recursive: true, force: true });
  }
}

function operator(cable: string, network: string, folder: string): string {
  return `interface=${cable}
except-interface=lo
bind-dynamic
no-ping
dhcp-range=${network}.28,${network}.99,255.255.255.0,2h
dhcp-option=option:router,${network}.1
dhcp-leasefile=${folder}/${cable}.leases
pid-file=${folder}/${cable}.pid
no-resolv
no-hosts
address=/site.test/203.0.113.10
address=/other.test/203.0.113.10
local=/test/
log-facility=${folder}/log/${cable}.log
`;
}

async function cable([oneSpace, one]: readonly [string, string], [otherSpace, other]: readonly [string, string]) {
  await must('ip', 'link', 'add', one, 'netns', oneSpace, 'type', 'veth', 'peer', 'name', other, 'netns', otherSpace);
}

async function must(...command: string[]): Promise<void> {
  const { code, out } = await runCommand(command);
  if (code !== 0) throw new Error(`${command.join(' ')}: ${out}`);
}
