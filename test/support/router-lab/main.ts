/**
 * The lab by hand: npm run lab -- setup | up [nm|qmi] [two] | down | modem '{...}' | stick '{...}' | router|media|phone|phone2|inet COMMAND...
 * `setup` installs what is needed (Debian, as root) and starts nothing. One lab at a time, in /tmp/carputer-lab-hand.
 */
import { existsSync } from 'node:fs';

import { type Place, PLACES } from '#test/support/router-lab/places';
import { AT_MODEM, QMI_MODEM, RouterLab } from '#test/support/router-lab/router-lab';
import { whyNoLab } from '#test/support/router-lab/why-no-lab';

const FOLDER = '/tmp/carputer-lab-hand';
const [command = '', ...rest] = process.argv.slice(2);
const stack = rest.includes('qmi') ? 'qmi' : 'nm';
const modems = rest.includes('two') ? ([QMI_MODEM, AT_MODEM] as const) : ([QMI_MODEM] as const);
const lab = new RouterLab({ folder: FOLDER, isKept: true, stack, modems });

switch (command) {
  case 'up': {
    const why = existsSync(FOLDER) ? 'a lab is up already: npm run lab -- down' : whyNoLab();
    if (why !== undefined) fail(why);
    await lab.up();
    console.log(`Up: ${FOLDER}, logs in ${FOLDER}/log`);
    break;
  }
  case 'down':
    await lab.down();
    break;
  case 'modem':
  case 'stick':
    console.log(
      JSON.stringify(
        await lab.modem(JSON.parse(rest[0] ?? '{}') as object, command === 'modem' ? QMI_MODEM : AT_MODEM),
        null,
        2,
      ),
    );
    break;
  default: {
    const place = PLACES.find((name): name is Place => name === command);
    if (place === undefined || rest.length === 0)
      fail(
        "say one of: setup, up [nm|qmi] [two], down, modem '{...}', stick '{...}', router|media|phone|phone2|inet COMMAND",
      );
    const { code, out } = await lab.run(place, rest);
    process.stdout.write(out);
    process.exitCode = code;
  }
}

function fail(why: string): never {
  console.error(`router lab: ${why}`);
  process.exit(2);
}
