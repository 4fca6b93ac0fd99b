import { GpioIgnitionInput } from '#car/adapters/gpio-ignition-input';
import { silentLogger } from '#kernel/logger';

// Watches a line until it is killed: `gpio-owner.ts GPIOMON GPIOGET`.

const [, , gpiomon = '', gpioget = ''] = process.argv;
const line = { chip: 'gpiochip0', line: 17, isActiveLow: false };
new GpioIgnitionInput({ line, logger: silentLogger, gpiomon, gpioget }).start(() => undefined);
