/** What is offered, and what is chosen already: the settings file may say anything in between. */
export function withOwn(own: number, others: readonly number[]): number[] {
  return [...new Set([own, ...others])].toSorted((a, b) => a - b);
}
