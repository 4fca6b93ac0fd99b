import { GpioSwitchInput } from '#car/adapters/gpio-switch-input';
import { silentLogger } from '#kernel/logger';

// Watches a line until it is killed: `gpio-owner.ts GPIOMON GPIOGET`.

const [, , gpiomon = '', gpioget = ''] = process.argv;
const line = { chip: 'gpiochip0', line: 17, isActiveLow: false };
new GpioSwitchInput({ line, logger: silentLogger, gpiomon, gpioget }).start(() => undefined);
