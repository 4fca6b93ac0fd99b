import { expect, it } from 'vitest';

import type { MpvCommand } from '#player/adapters/mpv/mpv-commands';
import { FileWatch } from '#player/adapters/mpv/file-watch';
import { openFile } from '#player/adapters/mpv/open-file';
import type { EngineEvent } from '#player/engine-port';

const PICTURE = { id: 1, type: 'video', selected: true };
const SOUND = { id: 1, type: 'audio', selected: true };
const TAKEN_OFF = { ...SOUND, selected: false };

/** A film that is on; what mpv would list now is told when it is asked. */
function watchFilm() {
  const current = { ...openFile(7), isOpen: true };
  const mpv = { tracks: [PICTURE, SOUND] };
  const told: EngineEvent['type'][] = [];
  const answers: (() => void)[] = [];
  const watch = new FileWatch({
    current: () => current,
    send: ([, name]: MpvCommand, onReply) => {
      if (name === 'track-list') answers.push(() => onReply?.(mpv.tracks));
    },
    emit: ({ type }) => told.push(type),
    onAt: () => undefined,
  });
  watch.changed('track-list', mpv.tracks);
  return {
    /** mpv takes the sound off, as it does where no output can be opened. */
    takeOff: () => {
      mpv.tracks = [PICTURE, TAKEN_OFF];
      watch.changed('track-list', mpv.tracks);
    },
    complain: () => watch.outputFailed(),
    answer: () => {
      for (const give of answers.splice(0)) give();
    },
    timesSilent: () => told.filter((type) => type === 'silent').length,
  };
}

it('tells that a film goes on without its sound, once, whichever mpv says first: why, or that it is off', () => {
  const first = watchFilm();
  first.complain();
  first.answer();
  expect(first.timesSilent()).toBe(0);
  first.takeOff();
  expect(first.timesSilent()).toBe(1);

  const second = watchFilm();
  second.takeOff();
  expect(second.timesSilent()).toBe(0);
  second.complain();
  second.complain();
  second.answer();
  expect(second.timesSilent()).toBe(1);
});
