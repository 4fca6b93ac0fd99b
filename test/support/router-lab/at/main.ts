/** The emulated AT stick: node main.ts PTY SOCKET INTERFACE-COMMAND; faults go by command prefix ({"fault":{"AT+CMGS":"cms:500"}}). */
import { AtModem } from '#test/support/router-lab/at/at-modem';
import { runEmulatedModem } from '#test/support/router-lab/emulated-modem';

await runEmulatedModem(process.argv.slice(2), (lines) => new AtModem(lines));
