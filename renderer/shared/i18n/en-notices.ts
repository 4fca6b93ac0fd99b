import type { Notice } from '#contract/entities/notice';

/** What a notice is about, with names instead of ids. */
export interface NoticeAbout {
  /** In English, as the service says it. */
  readonly message: string;
  readonly level: Notice['level'];
  readonly stick: string | undefined;
  readonly seat: string | undefined;
}

const asSaid = ({ message }: NoticeAbout): string => message;

const what: Readonly<Record<Notice['code'], (about: NoticeAbout) => string>> = {
  three_unplayable: asSaid,
  film_stopped: asSaid,
  film_silent: asSaid,
  screen_missing: ({ seat, message }) => (seat === undefined ? message : `The screen of ${seat} is not there`),
  prompt_unheard: asSaid,
  volume_removed: asSaid,
  volume_twice: asSaid,
  player_missing: asSaid,
  player_restarted: asSaid,
  index_rebuilt: asSaid,
  index_full: asSaid,
  state_restored: asSaid,
  disk_full: asSaid,
  ignition_off: asSaid,
  ignition_silent: asSaid,
  snapcast_missing: asSaid,
  snapcast_failing: asSaid,
  router_files: asSaid,
  data_low: asSaid,
  data_used_up: asSaid,
};

/** What the driver can do; empty where there is nothing to do. */
const todo: Readonly<Record<Notice['code'], string>> = {
  three_unplayable: 'Pick something else. Set-up, Sticks lists what cannot be read',
  prompt_unheard: 'Check the plug of its output. Set-up, Zones has the outputs',
  film_silent: 'Check its plug. Set-up, Zones has the outputs',
  screen_missing: 'Check its plug and its power',
  film_stopped: 'Press Play once the car stands',
  volume_removed: 'Put it back in, or pick something else',
  volume_twice: 'Take one of them out',
  player_missing: 'Install it, and it is found by itself',
  player_restarted: '',
  index_rebuilt: 'Folders play meanwhile',
  index_full: 'Make room on the card, and it goes on by itself',
  state_restored: 'Look through Set-up once',
  disk_full: 'Make room on the card, then restart',
  ignition_off: '',
  ignition_silent: 'Check its wire and the settings file',
  snapcast_missing: 'Install it, and it is found by itself',
  snapcast_failing: 'It is begun again by itself. See whether something else has its port',
  router_files: 'It is tried again by itself. sshfs has to be installed here',
  data_low: 'Network, Data has the limit and the day of the renewal',
  data_used_up: 'Raise the limit in Network, or wait for the renewal',
};

export const enNotices = { dismiss: 'Dismiss', what, todo };
