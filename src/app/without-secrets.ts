const GONE = '[redacted]';
/** Fields that hold what opens something, whatever they hold; `code` only where it is figures, since errors have one too. */
const SECRET_NAME = /token|authori[sz]ation|cookie|passw|passphrase|psk|secret|credential|(?:^|_)(?:key|pin|puk)$/iu;
const CODE_NAME = /code$/iu;
/** What travels in addresses and headers, and 256 bits as they are written here: base64url, or hexadecimal. */
const SECRET_TEXT = [
  /(?<=\bBearer\s+)[^\s"',]+/giu,
  /(?<=\/kiosk#)[^\s"']+/gu,
  /(?<![\w-])[\w-]{43}(?![\w-])/gu,
  /(?<![\da-f])[\da-f]{64}(?![\da-f])/giu,
] as const;

/** A line of the log, as JSON or not, without tokens, keys, codes and cookies: safe to be handed on. */
export function withoutSecrets(line: string): string {
  const end = line.endsWith('\n') ? '\n' : '';
  try {
    return `${JSON.stringify(cleaned(JSON.parse(line)))}${end}`;
  } catch {
    return cleanText(line);
  }
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (Array.isArray(value)) return value.map((one) => cleaned(one));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => [name, isSecret(name, held) ? GONE : cleaned(held)]),
  );
}

function isSecret(name: string, held: unknown): boolean {
  if (held === null || typeof held === 'boolean') return false;
  return SECRET_NAME.test(name) || (CODE_NAME.test(name) && typeof held === 'string' && /^[\d-]{4,}$/u.test(held));
}

function cleanText(text: string): string {
  return SECRET_TEXT.reduce((rest, pattern) => rest.replace(pattern, GONE), text);
}
