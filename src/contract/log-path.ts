/** Where the log is, as a file: for pages and windows that need no other route. */
export const LOG_PATH = '/api/v1/log';
