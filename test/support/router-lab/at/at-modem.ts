import { type AtState, newAtState } from '#test/support/router-lab/at/at-state';
import { COMMANDS } from '#test/support/router-lab/at/commands';
import { type Answer, type Stick } from '#test/support/router-lab/at/stick';

const CONNECT_MS = 300;
const ANSWER_MS = 300;
/** `Balance: 7.43 GBP`, packed into septets. */
export const BALANCE = 'Balance: 7.43 GBP. Data left: 2.1 GB';

export interface AtModemPorts {
  send(bytes: Buffer): void;
  setData(isOn: boolean): void;
}

/** A stick that is talked to by AT commands and carries data as network card (NCM). */
export class AtModem implements Stick {
  readonly state: AtState = newAtState();
  readonly inbox = new Map<number, { isRead: boolean; readonly pdu: Buffer }>();
  readonly sent: Buffer[] = [];
  /** Beginning of a command, or `all` -> `timeout`, `error`, `cms:500` or `cme:30`; `AT+CMGS-SEND` fails after the text. */
  readonly faults = new Map<string, string>();
  isConnected = false;
  readonly #ports: AtModemPorts;
  #isEchoing = true;
  #isTakingText = false;
  #nextMessage = 0;
  #reference = 0;
  #rest = '';

  constructor(ports: AtModemPorts) {
    this.#ports = ports;
  }

  get isRegistered(): boolean {
    return this.state.isRadioOn && (this.state.reg === 1 || this.state.reg === 5);
  }

  receive(bytes: Buffer): void {
    this.#rest += bytes.toString('latin1');
    for (;;) {
      const end = this.#rest.search(this.#isTakingText ? /[\x1a\x1b]/ : /[\r\n]/);
      if (end < 0) return;
      const line = this.#rest.slice(0, end).trim();
      const isCancelled = this.#rest[end] === '\x1b';
      this.#rest = this.#rest.slice(end + 1);
      if (this.#isTakingText) this.#takeText(line, isCancelled);
      else if (line !== '') this.#obey(line);
    }
  }

  setEcho(isOn: boolean): Answer {
    this.#isEchoing = isOn;
    return [];
  }

  unlock(pin: string): Answer {
    if (pin !== this.state.pinCode) {
      this.state.pinTries -= 1;
      return '+CME ERROR: 16';
    }
    this.state.pin = 'READY';
    return [];
  }

  connect(apn: string): Answer {
    if (!this.isRegistered || !this.state.apnOk.includes(apn)) return '+CME ERROR: 33';
    setTimeout(() => {
      this.#setConnected(true);
      this.#write('\r\n^NDISSTAT:1,,,"IPV4"\r\n');
    }, CONNECT_MS);
    return [];
  }

  disconnect(): Answer {
    this.drop();
    return [];
  }

  /** The network ends the call. */
  drop(): void {
    if (!this.isConnected) return;
    this.#setConnected(false);
    this.#write('\r\n^NDISSTAT:0,33,,"IPV4"\r\n');
  }

  register(registration: number): void {
    this.state.reg = registration;
    if (!this.isRegistered) this.drop();
    for (const kind of ['CREG', 'CGREG', 'CEREG']) this.#write(`\r\n+${kind}: ${registration},"1234","00A1B2C3",7\r\n`);
  }

  setRadio(isOn: boolean): Answer {
    this.state.isRadioOn = isOn;
    if (!isOn) this.drop();
    return [];
  }

  reboot(): void {
    this.#isEchoing = true;
    if (this.isConnected) this.#setConnected(false);
  }

  dhcp(): string {
    const hex = (address: string) =>
      address
        .split('.')
        .reverse()
        .map((part) => Number(part).toString(16).padStart(2, '0').toUpperCase())
        .join('');
    const { address, gateway } = this.state;
    const fields = [address, '255.255.255.0', gateway, gateway, gateway, '203.0.113.53'].map(hex);
    return `^DHCP: ${fields.join(',')},150000000,50000000`;
  }

  deliver(pdu: Buffer): void {
    this.inbox.set(this.#nextMessage, { isRead: false, pdu });
    this.#write(`\r\n+CMTI: "ME",${this.#nextMessage++}\r\n`);
  }

  /** One message as CMGL and CMGR tell it, in PDU mode; read from now on. */
  listed(head: string, index: number, isAlone = false): string[] {
    const message = this.inbox.get(index);
    if (message === undefined) return [];
    const { isRead, pdu } = message;
    message.isRead = true;
    const length = pdu.length - 1 - (pdu[0] ?? 0);
    return [`${head}${isAlone ? '' : `${index},`}${isRead ? 1 : 0},,${length}`, pdu.toString('hex').toUpperCase()];
  }

  remove(index: number, isAll: boolean): Answer {
    if (isAll) this.inbox.clear();
    else this.inbox.delete(index);
    return [];
  }

  ussd(): Answer {
    setTimeout(() => this.#write(`\r\n+CUSD: 0,"${packed(BALANCE)}",15\r\n`), ANSWER_MS);
    return [];
  }

  #setConnected(isOn: boolean): void {
    this.isConnected = isOn;
    this.#ports.setData(isOn);
  }

  #obey(line: string): void {
    if (this.#isEchoing) this.#write(`${line}\r`);
    const fault = [...this.faults].find(([name]) => name === 'all' || line.toUpperCase().startsWith(name))?.[1];
    if (fault === 'timeout' || !/^AT/i.test(line)) return;
    if (fault !== undefined) {
      this.#end(
        fault
          .replace(/^cm([es]):/, (_, kind: string) => `+CM${kind.toUpperCase()} ERROR: `)
          .replace(/^error$/, 'ERROR'),
      );
      return;
    }
    const command = line.slice(2);
    if (command.startsWith('+CMGS=')) {
      this.#isTakingText = true;
      this.#write('\r\n> ');
      return;
    }
    for (const [pattern, answer] of COMMANDS) {
      const match = pattern.exec(command);
      if (match) {
        this.#end(answer(match, this));
        return;
      }
    }
    this.#end('ERROR');
  }

  #takeText(text: string, isCancelled: boolean): void {
    this.#isTakingText = false;
    const fault = this.faults.get('AT+CMGS-SEND');
    if (isCancelled) {
      this.#end([]);
      return;
    }
    if (fault !== undefined) {
      this.#end(`+CMS ERROR: ${fault}`);
      return;
    }
    this.sent.push(Buffer.from(text, 'hex'));
    this.#reference = (this.#reference % 255) + 1;
    this.#end([`+CMGS: ${this.#reference}`]);
  }

  #end(answer: Answer): void {
    if (typeof answer === 'string') {
      this.#write(`\r\n${answer}\r\n`);
      return;
    }
    this.#write(`${answer.length > 0 ? `\r\n${answer.join('\r\n')}\r\n` : ''}\r\nOK\r\n`);
  }

  #write(text: string): void {
    this.#ports.send(Buffer.from(text, 'latin1'));
  }
}

function packed(text: string): string {
  let value = 0n;
  [...text].forEach((character, index) => (value |= BigInt(character.charCodeAt(0)) << BigInt(7 * index)));
  let hex = '';
  for (let byte = 0; byte < Math.ceil((text.length * 7) / 8); byte += 1, value >>= 8n) {
    hex += Number(value & 255n)
      .toString(16)
      .padStart(2, '0')
      .toUpperCase();
  }
  return hex;
}
