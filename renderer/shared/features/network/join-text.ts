import type { RouterHotspot } from '#contract/entities/router-usage';

/** What a phone's camera takes for a WiFi: `WIFI:T:WPA;S:name;P:key;;`, with `\ ; , : "` escaped. */
export function joinText({ ssid, key, isHidden }: Pick<RouterHotspot, 'ssid' | 'key' | 'isHidden'>): string {
  const hidden = isHidden === true ? 'H:true;' : '';
  return `WIFI:T:WPA;S:${escaped(ssid ?? '')};P:${escaped(key ?? '')};${hidden};`;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\;,:"]/gu, String.raw`\$&`);
}
