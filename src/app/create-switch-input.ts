import { CommandSwitchInput } from '#car/adapters/command-switch-input';
import { FileSwitchInput } from '#car/adapters/file-switch-input';
import { GpioSwitchInput } from '#car/adapters/gpio-switch-input';
import type { SwitchInput } from '#car/ports';
import type { SwitchInputSettings } from '#config/switch-input';
import type { Logger } from '#kernel/logger';

/** Undefined where nothing tells. */
export function createSwitchInput(input: SwitchInputSettings, logger: Logger): SwitchInput | undefined {
  switch (input.kind) {
    case 'none':
      return undefined;
    case 'file':
      return new FileSwitchInput({ path: input.path, logger });
    case 'gpio':
      return new GpioSwitchInput({ line: input, logger });
    case 'command':
      return new CommandSwitchInput({ ...input, logger });
  }
}
