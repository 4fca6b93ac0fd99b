// What prompts need of the machine.

export interface Speech {
  /** Writes what is said as a WAV into `file`. Throws `SpeechMissing` where nothing on this machine can speak. */
  speak(text: string, language: string, file: string): Promise<void>;
}

/** A prompt that sounds. */
export interface Sounding {
  /** Resolves when it is over, whatever ended it; false where nothing was heard of it. */
  readonly ended: Promise<boolean>;
  setVolume(percent: number): void;
  /** Silent at once. */
  stop(): void;
}

export interface PromptSound {
  /** `file` is ours; `device` is mpv's name of an output. */
  play(file: string, volumePercent: number, device: string | undefined): Sounding;
}

/** The zone whose music makes room. */
export interface Duckable {
  /** How much quieter than its listeners want it, in dB of 0 or more. */
  setDuck(db: number): void;
}
