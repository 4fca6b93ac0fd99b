/**
 * A phone that shares its data by USB, or a router in a stick, as the router's kernel sees it: an Ethernet interface that comes and goes.
 * node usb-cable.ts PREFIX SOCKET; {"plugged": true} or {"plugged": false} to the socket.
 */
import { execFileSync } from 'node:child_process';

import { USB_PATH } from '#test/support/router-lab/cables';
import { listenForControl } from '#test/support/router-lab/control-socket';

const [prefix = '', socket = ''] = process.argv.slice(2);
const [inside, outside, network] = USB_PATH;

listenForControl(socket, ({ plugged }) => {
  unplug();
  if (plugged !== true) return {};
  ip(...`link add ${inside} netns ${prefix}router type veth peer name ${outside} netns ${prefix}inet`.split(' '));
  ip('-n', `${prefix}inet`, 'addr', 'add', `${network}.1/24`, 'dev', outside);
  ip('-n', `${prefix}inet`, 'link', 'set', outside, 'up');
  return {};
});

function unplug(): void {
  try {
    ip('-n', `${prefix}inet`, 'link', 'del', outside);
  } catch {
    // It was not plugged in.
  }
}

function ip(...words: string[]): void {
  execFileSync('ip', words, { stdio: 'ignore' });
}
