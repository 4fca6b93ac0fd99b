export const ROUTER_ADDRESS = '192.168.50.1';

/** The router.conf of the lab: no radio, and the operator's own site as the proof of the internet. */
export function settings(
  stack: 'nm' | 'qmi',
  hotspot: { readonly ssid: string; readonly key: string },
  own: Readonly<Record<string, string>>,
): string {
  const all = {
    HOTSPOT_SSID: hotspot.ssid,
    HOTSPOT_KEY: hotspot.key,
    HOTSPOT_DRIVER: 'none',
    ADDRESS: ROUTER_ADDRESS,
    DRIVER: stack === 'nm' ? 'modemmanager' : 'qmi-network',
    PROBE_HOST: 'site.test',
    PROBE_PATH: '/',
    CONFIRM_SECONDS: '25',
    ...own,
  };
  return Object.entries(all)
    .map(([name, value]) => `${name}='${value}'\n`)
    .join('');
}
