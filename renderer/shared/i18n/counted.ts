import { formatCount } from '#renderer/shared/text/format.ts';

/** `1 song`, `1,234 songs`. */
export function counted(count: number, one: string, many: string): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
