const maps = new Map<string, ReadonlyMap<string, Buffer>>();

/** Text in a code page of old, by turning its decoder round. */
export function encodeLegacy(text: string, charset: string): Buffer {
  const map = maps.get(charset) ?? invert(charset);
  maps.set(charset, map);
  return Buffer.concat(Array.from(text, (letter) => map.get(letter) ?? Buffer.from('?')));
}

function invert(charset: string): ReadonlyMap<string, Buffer> {
  const decoder = new TextDecoder(charset);
  const map = new Map<string, Buffer>();
  const note = (bytes: Buffer) => {
    const letter = decoder.decode(bytes);
    if (Array.from(letter).length === 1 && letter !== '\ufffd' && !map.has(letter)) map.set(letter, bytes);
  };
  for (let first = 0; first < 256; first += 1) note(Buffer.from([first]));
  for (let first = 0x81; first < 0xff; first += 1) {
    for (let second = 0x40; second < 0xff; second += 1) note(Buffer.from([first, second]));
  }
  return map;
}
