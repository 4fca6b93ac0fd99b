import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

import { ConfigError } from '#config/config-error';
import { loadConfig } from '#config/load-config';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function setup() {
  const home = mkdtempSync(join(tmpdir(), 'carputer-config-'));
  folders.push(home);
  const environment = { HOME: home, XDG_RUNTIME_DIR: home };
  const load = (args: string[] = [], variables: Record<string, string> = {}) =>
    loadConfig(args, { ...environment, ...variables });
  const writeSettings = (settings: unknown) => {
    const data = join(home, '.local/share/carputer');
    mkdirSync(data, { recursive: true });
    writeFileSync(join(data, 'settings.json'), typeof settings === 'string' ? settings : JSON.stringify(settings));
    return join(data, 'settings.json');
  };
  return { home, load, writeSettings };
}

describe('loadConfig', () => {
  it.each([
    [{ LANG: 'de_DE.UTF-8' }, 'de'],
    [{ LANG: 'de_DE.UTF-8', LC_ALL: 'en_GB' }, 'en'],
    [{ LANG: 'fr' }, 'fr'],
    [{ LANG: 'C.UTF-8' }, undefined],
    [{ LANG: 'POSIX' }, undefined],
    [{}, undefined],
  ])('takes the language of the machine from %j', (variables, language) => {
    expect(setup().load([], variables).language).toBe(language);
  });

  it('needs nothing: every setting has a default', () => {
    const { home, load } = setup();

    expect(load()).toMatchObject({
      media: [],
      mounts: ['/media', '/run/media'],
      data: join(home, '.local/share/carputer'),
      port: 8080,
      remoteHost: undefined,
      remotePort: 8081,
      audioOutput: { kind: 'auto' },
      isWindowWanted: true,
      isDemoWanted: true,
    });
  });

  it('takes the flag before the variable, and the variable before the file', () => {
    const { load, writeSettings } = setup();
    writeSettings({ port: 1111, remotePort: 2222, audioOutput: 'alsa' });

    const config = load(['--port', '3333'], { CARPUTER_PORT: '4444', CARPUTER_REMOTE_PORT: '5555' });

    expect(config).toMatchObject({ port: 3333, remotePort: 5555, audioOutput: { kind: 'driver', driver: 'alsa' } });
  });

  it('collects repeated folders, and splits those of a variable at colons', () => {
    const { home, load } = setup();
    mkdirSync(join(home, 'a'));
    mkdirSync(join(home, 'b'));

    expect(load(['--media', join(home, 'a'), `--media=${join(home, 'b')}`]).media).toEqual([
      join(home, 'a'),
      join(home, 'b'),
    ]);
    expect(load([], { CARPUTER_MOUNTS: '/one:/two' }).mounts).toEqual(['/one', '/two']);
  });

  it('takes a variable that is set to nothing as not set', () => {
    const { home, load } = setup();

    const config = load([], { XDG_DATA_HOME: '', XDG_RUNTIME_DIR: '', RUNTIME_DIRECTORY: home, CARPUTER_PORT: '' });

    expect(config).toMatchObject({ data: join(home, '.local/share/carputer'), port: 8080 });
    expect(dirname(config.runtime)).toBe(home);
  });

  it('keeps what the file says about Set-up, and without the demo', () => {
    const { load, writeSettings } = setup();
    const pinnedSettings = { theme: 'dim', carName: 'Range Rover', whenStickRemoved: 'next_source' };
    writeSettings({ ...pinnedSettings, demo: false });

    expect(load()).toMatchObject({ pinnedSettings, isDemoWanted: false });
  });

  it('knows of no ignition unless the file says so, and fills in what it leaves out', () => {
    const { load, writeSettings } = setup();
    const rest = { graceSeconds: 60, powerOffCommand: ['systemctl', 'poweroff'] };
    expect(load().ignition).toEqual({ input: { kind: 'none' }, ...rest });

    writeSettings({ ignition: { input: { kind: 'gpio', chip: 'gpiochip0', line: 17 } } });
    expect(load().ignition).toEqual({
      input: { kind: 'gpio', chip: 'gpiochip0', line: 17, isActiveLow: false },
      ...rest,
    });

    writeSettings({ ignition: { input: { kind: 'command', command: ['ups', '--on'] }, graceSeconds: 5 } });
    expect(load().ignition).toMatchObject({ input: { command: ['ups', '--on'], everyMs: 500 }, graceSeconds: 5 });
  });

  it.each([
    [['--prot', '1'], /--prot.*no such flag.*--port/u],
    [['--port', 'abc'], /--port.*"abc".*1 to 65535/u],
    [['--port', '0'], /--port/u],
    [['--port', '70000'], /--port/u],
    [['--port'], /--port: needs a value/u],
    [['--no-window=1'], /--no-window: takes no value/u],
    [['--media', '/does/not/exist'], /--media.*\/does\/not\/exist/u],
    [['--media', '/dev/null'], /--media.*not a folder/u],
    [['--mounts', '/dev/null'], /--mounts: \/dev\/null is not a folder/u],
    [['--remote-host', 'not an address'], /--remote-host.*address/u],
    [['--audio-output', 'gramophone'], /--audio-output.*gramophone.*alsa.*pcm:DIR/u],
    [['--video-output', '../x'], /--video-output/u],
    [['--config', '/does/not/exist.json'], /\/does\/not\/exist\.json.*no such file/u],
  ])('refuses %j and names the culprit', (args, message) => {
    const { load } = setup();

    expect(() => load(args)).toThrow(ConfigError);
    expect(() => load(args)).toThrow(message);
  });

  it('names the variable that is wrong', () => {
    expect(() => setup().load([], { CARPUTER_PORT: 'x' })).toThrow(/CARPUTER_PORT: "x"/u);
  });

  it.each([
    ['{ not json', /settings\.json: is not JSON/u],
    [{ prot: 1 }, /settings\.json.*prot/u],
    [{ ignition: { input: { kind: 'key' } } }, /"ignition\.input\.kind"/u],
    [{ ignition: { input: { kind: 'file', path: 'ignition' } } }, /"ignition\.input\.path": an absolute path/u],
    [{ ignition: { input: { kind: 'gpio', chip: '-v', line: 1 } } }, /"ignition\.input\.chip": a chip is needed/u],
    [{ ignition: { input: { kind: 'gpio', chip: 'gpiochip0', line: 1.5 } } }, /"ignition\.input\.line"/u],
    [{ ignition: { powerOffCommand: [] } }, /"ignition\.powerOffCommand": a program is needed/u],
    [{ ignition: { powerOffCommand: 'poweroff' } }, /"ignition\.powerOffCommand"/u],
    [{ ignition: { graceSeconds: -1 } }, /"ignition\.graceSeconds"/u],
    [{ ignition: { grace: 1 } }, /"ignition".*grace/u],
    [{ theme: 'pink' }, /settings\.json: "theme"/u],
    [{ port: 99_999 }, /"port" in .*settings\.json: "99999" is not a port/u],
    [
      {
        zones: [
          { id: 'front', name: 'Front', hasVideo: false, audioDevice: 'alsa/jack' },
          { id: 'rear', name: 'Rear', hasVideo: true, audioDevice: 'alsa/jack' },
        ],
      },
      /two zones cannot share one audio device/u,
    ],
  ])('refuses the settings file %j and names it', (settings, message) => {
    const { load, writeSettings } = setup();
    writeSettings(settings);

    expect(() => load()).toThrow(message);
  });

  it('refuses a data folder that is a file', () => {
    const { home, load } = setup();
    writeFileSync(join(home, 'file'), '');

    expect(() => load(['--data', join(home, 'file')])).toThrow(/--data: cannot write to the folder/u);
  });

  it('refuses a data folder where none can be made', () => {
    expect(() => setup().load(['--data', '/proc/carputer/data'])).toThrow(/--data: cannot write to the folder \/proc/u);
  });

  it.skipIf(process.getuid?.() === 0)('refuses a data folder that it may not write', () => {
    const { home, load } = setup();
    mkdirSync(join(home, 'locked'));
    chmodSync(join(home, 'locked'), 0o500);

    expect(() => load(['--data', join(home, 'locked')])).toThrow(/cannot write/u);
  });
});
