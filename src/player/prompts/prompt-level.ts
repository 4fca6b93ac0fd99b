import { PROMPT_ROLES, type PromptRole } from '#contract/entities/prompt';

/** mpv's volume is a cube: this is what a change in dB makes of its percents. */
export function shiftedBy(volumePercent: number, db: number): number {
  return volumePercent * 10 ** (db / 60);
}

export function isAbove(one: PromptRole, other: PromptRole): boolean {
  return PROMPT_ROLES.indexOf(one) > PROMPT_ROLES.indexOf(other);
}
