/** The emulated QMI modem: node main.ts PTY SOCKET INTERFACE-COMMAND; faults go by service and message ({"fault":{"wds.0020":"error:14"}}). */
import { runEmulatedModem } from '#test/support/router-lab/emulated-modem';
import { QmiModem } from '#test/support/router-lab/qmi/qmi-modem';

await runEmulatedModem(process.argv.slice(2), (lines) => new QmiModem(lines));
