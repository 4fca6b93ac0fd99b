import { createSwitchInput } from '#app/create-switch-input';
import { CommandPowerOff } from '#car/adapters/command-power-off';
import { IgnitionService, type IgnitionServiceDeps } from '#car/ignition/ignition-service';
import type { IgnitionSettings } from '#config/ignition-settings';

export interface CreateIgnitionDeps extends Omit<IgnitionServiceDeps, 'input' | 'powerOff' | 'graceMs'> {
  readonly settings: IgnitionSettings;
}

/** Undefined where nothing tells of the ignition: the power then goes without a word. */
export function createIgnition({ settings, ...shared }: CreateIgnitionDeps): IgnitionService | undefined {
  const input = createSwitchInput(settings.input, shared.logger.child({ part: 'ignition input' }));
  if (!input) return undefined;
  return new IgnitionService({
    ...shared,
    input,
    powerOff: new CommandPowerOff({ command: settings.powerOffCommand }),
    graceMs: settings.graceSeconds * 1_000,
  });
}
