import { NotAFile, OutsideStick } from '#library/adapters/stick-file-handle';

/** Errors that are the file's own and will be the same next time; all others are the device's. */
const LASTING: Readonly<Record<string, string>> = {
  ELOOP: 'not a regular file: a link',
  ENXIO: 'not a regular file',
  EACCES: 'no permission to read it',
  EPERM: 'no permission to read it',
  EISDIR: 'not a regular file',
};

/** Of a file that was to be read past the system's memory where that cannot be. */
export const CANNOT_BYPASS = 'cannot be read: EINVAL';

export interface SystemFailure {
  readonly kind: 'unreadable' | 'failed';
  readonly reason: string;
}

/** What an error of open or read says about a file; undefined when it is about something else. */
export function systemFailure(error: unknown): SystemFailure | undefined {
  if (error instanceof NotAFile) return { kind: 'unreadable', reason: error.message };
  if (error instanceof OutsideStick) return { kind: 'failed', reason: error.message };
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return undefined;
  const code = String(error.code);
  const lasting = LASTING[code];
  return lasting === undefined
    ? { kind: 'failed', reason: `cannot be read: ${code}` }
    : { kind: 'unreadable', reason: lasting };
}
