import type { Logger } from '#kernel/logger';

interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly fields: Record<string, unknown>;
  readonly message: string;
}

/** Lines of a thread go to the service, which writes them with its own. */
export function threadLogger(post: (line: LogLine) => void, bound: Record<string, unknown> = {}): Logger {
  const at = (level: LogLine['level']) => (fields: object, message: string) => {
    post({ level, fields: { ...bound, ...fields }, message });
  };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (fields) => threadLogger(post, { ...bound, ...fields }),
  };
}
