/** A wrong flag, setting or folder; the message is one line that names it, what is allowed and where it was set. */
export class ConfigError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ConfigError';
  }
}
