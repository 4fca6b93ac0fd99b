import { CommandIgnitionInput } from '#car/adapters/command-ignition-input';
import { CommandPowerOff } from '#car/adapters/command-power-off';
import { FileIgnitionInput } from '#car/adapters/file-ignition-input';
import { GpioIgnitionInput } from '#car/adapters/gpio-ignition-input';
import { IgnitionService, type IgnitionServiceDeps } from '#car/ignition/ignition-service';
import type { IgnitionInput } from '#car/ports';
import type { IgnitionSettings } from '#config/ignition-settings';
import type { Logger } from '#kernel/logger';

export interface CreateIgnitionDeps extends Omit<IgnitionServiceDeps, 'input' | 'powerOff' | 'graceMs'> {
  readonly settings: IgnitionSettings;
}

/** Undefined where nothing tells of the ignition: the power then goes without a word. */
export function createIgnition({ settings, ...shared }: CreateIgnitionDeps): IgnitionService | undefined {
  const input = createInput(settings.input, shared.logger.child({ part: 'ignition input' }));
  if (!input) return undefined;
  return new IgnitionService({
    ...shared,
    input,
    powerOff: new CommandPowerOff({ command: settings.powerOffCommand }),
    graceMs: settings.graceSeconds * 1_000,
  });
}

function createInput(input: IgnitionSettings['input'], logger: Logger): IgnitionInput | undefined {
  switch (input.kind) {
    case 'none':
      return undefined;
    case 'file':
      return new FileIgnitionInput({ path: input.path, logger });
    case 'gpio':
      return new GpioIgnitionInput({ line: input, logger });
    case 'command':
      return new CommandIgnitionInput({ ...input, logger });
  }
}
