import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

import { chooseWindow } from '#headless/window/choose-window';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function setup({ hasElectron = false, hasChromium = false, isWindowWanted = true } = {}) {
  const root = mkdtempSync(join(tmpdir(), 'carputer-window-'));
  folders.push(root);
  const electron = join(root, 'node_modules/electron');
  mkdirSync(join(electron, 'dist'), { recursive: true });
  mkdirSync(join(root, 'bin'));
  if (hasElectron) {
    writeFileSync(join(electron, 'path.txt'), 'electron');
    writeFileSync(join(electron, 'dist/electron'), '');
  }
  if (hasChromium) {
    writeFileSync(join(root, 'bin/chromium'), '');
    chmodSync(join(root, 'bin/chromium'), 0o755);
  }
  const needs = { config: { isWindowWanted, runtime: '/run/carputer' }, root, electronEntry: '/out/main/main.js' };
  const choose = (environment: Record<string, string> = { DISPLAY: ':0' }) =>
    chooseWindow(needs, { PATH: join(root, 'bin'), ...environment });
  return { root, choose };
}

describe('chooseWindow', () => {
  it('prefers Electron where its binary is there', () => {
    const { choose } = setup({ hasElectron: true, hasChromium: true });

    expect(choose()).toMatchObject({ kind: 'electron' });
    expect(choose()?.args.at(-1)).toBe('/out/main/main.js');
  });

  it('falls back to Chromium as a kiosk, its profile in memory', () => {
    const { root, choose } = setup({ hasChromium: true });

    const chosen = choose();

    expect(chosen).toMatchObject({ kind: 'chromium', file: join(root, 'bin/chromium') });
    expect(chosen?.args).toEqual(expect.arrayContaining(['--kiosk', '--user-data-dir=/run/carputer/chromium']));
  });

  it('opens nothing without a display, without a program, or when none is wanted', () => {
    expect(setup({ hasChromium: true }).choose({})).toBeUndefined();
    expect(setup().choose()).toBeUndefined();
    expect(setup({ hasChromium: true, isWindowWanted: false }).choose()).toBeUndefined();
  });

  it('hands no token to a command line', () => {
    const chosen = setup({ hasChromium: true }).choose();

    expect(chosen?.args.some((argument) => argument.includes('#'))).toBe(false);
  });
});
