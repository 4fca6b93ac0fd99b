import { execFileSync } from 'node:child_process';

import { listenForControl } from '#test/support/router-lab/control-socket';
import { openPty } from '#test/support/router-lab/pty';
import { deliverParts, readSubmit } from '#test/support/router-lab/sms-pdu';

export interface ModemLines {
  send(bytes: Buffer): void;
  /** The interface has a carrier, or none. */
  setData(isOn: boolean): void;
}

/** What both kinds of emulated modem do with the orders of a test; see README.md. */
export interface EmulatedModem {
  readonly isConnected: boolean;
  readonly state: object;
  readonly faults: Map<string, string>;
  readonly inbox: ReadonlyMap<number, unknown>;
  /** Messages as they were handed in, each an SMS-SUBMIT. */
  readonly sent: readonly Buffer[];
  receive(bytes: Buffer): void;
  deliver(pdu: Buffer): void;
  drop(): void;
  reboot(): void;
  register(registration: number): void;
}

type Order = Readonly<Record<string, unknown>>;

/**
 * Runs a modem behind a terminal pair, from the arguments PTY SOCKET INTERFACE-COMMAND; the command gets `up` or `down` as its
 * last word, the socket takes orders.
 */
export async function runEmulatedModem(
  args: readonly string[],
  make: (lines: ModemLines) => EmulatedModem,
): Promise<void> {
  const [pty = '', socket = '', command = ''] = args;
  const [program = '', ...words] = command.split(' ');
  let send: (bytes: Buffer) => void = () => undefined;
  const modem = make({
    send: (bytes) => send(bytes),
    setData: (isOn) => void execFileSync(program, [...words, isOn ? 'up' : 'down'], { stdio: 'ignore' }),
  });
  send = await openPty(pty, (bytes) => modem.receive(bytes));
  let messages = 0;
  listenForControl(socket, (order) => {
    obey(modem, order);
    if (order['sms'] !== undefined) {
      const { from, text } = order['sms'] as { from: string; text: string };
      messages += 1;
      for (const pdu of deliverParts(from, text, new Date(), messages)) modem.deliver(pdu);
    }
    return {
      isConnected: modem.isConnected,
      inboxCount: modem.inbox.size,
      sent: modem.sent.map(readSubmit),
      state: modem.state,
      faults: Object.fromEntries(modem.faults),
    };
  });
}

function obey(modem: EmulatedModem, order: Order): void {
  if (order['set'] !== undefined) Object.assign(modem.state, order['set']);
  for (const [name, fault] of Object.entries((order['fault'] ?? {}) as Record<string, string>)) {
    if (fault === 'ok') modem.faults.delete(name);
    else modem.faults.set(name, fault);
  }
  if (order['drop'] === true) modem.drop();
  if (order['replugged'] === true) modem.faults.clear();
  if (order['reboot'] === true || order['replugged'] === true) modem.reboot();
  if (typeof order['reg'] === 'number') modem.register(order['reg']);
}
