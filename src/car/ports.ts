// The ports of the car room towards the machine and the rest of the house.

/** `silent`: the input cannot say. */
export type SwitchReading = 'on' | 'off' | 'silent';

/** What knows whether something is on: the ignition, the headlights. It may bounce, and may say the same again; it says nothing while it does not know. */
export interface SwitchInput {
  start(listener: (reading: SwitchReading) => void): void;
  stop(): Promise<void> | void;
}

/** Everything that sounds, and what of it survives a power cut. */
export interface SoundAtRest {
  /** Falls silent, and remembers what played: a start after the power was cut plays on as well. */
  pauseAll(): void;
  /** What was silenced plays on, except where somebody has chosen otherwise meanwhile. */
  playOn(): void;
  /** Done when the state is on the card. */
  flush(): Promise<void> | void;
}

/** Another machine of the car that shares its power: the router, a rear screen. */
export interface OtherMachine {
  readonly name: string;
  powerOff(signal: AbortSignal): Promise<void>;
}

export type PowerOffOutcome = { readonly kind: 'done' } | { readonly kind: 'failed'; readonly reason: string };

/** Takes this machine's power. */
export interface PowerOff {
  run(): Promise<PowerOffOutcome>;
}

/** What measures how bright it is around the car; undefined while it cannot say. It may say the same again. */
export interface LightSensor {
  start(listener: (lux: number | undefined) => void): void;
  stop(): Promise<void> | void;
}
