import type { FolderId, ZoneId } from '#contract/entities/ids';
import type { PictureSetting, ZoneSetting } from '#contract/entities/zone-setting';
import type { AppError } from '#kernel/app-error';
import { FilmOverTouchscreen, FilmWhileMoving, NotForKids, ZoneWithoutPicture } from '#player/errors';
import type { EnginePicture } from '#player/engine-port';
import type { ItemRef, PlayableCatalog } from '#player/ports';
import { filmPermit, isSeenByDriver, lacksScreen, type FilmPermit } from '#player/zones/film-rules';

/** What may be played is asked at each use: cars move and parents change their mind. */
export interface AdmissionSource {
  /** The car is known to stand: whoever drives may see a film. */
  isFilmAllowed(): boolean;
  /** A picture of this machine would lie over the touchscreen: its own screen is out, or it has none. */
  coversTouchscreen(picture: PictureSetting): boolean;
  /** What a zone for children may play from; undefined for all others. */
  kidFolders(zoneId: ZoneId): readonly FolderId[] | undefined;
}

export interface AdmissionDeps extends AdmissionSource {
  readonly catalog: Pick<PlayableCatalog, 'foldersAbove'>;
  setting(): ZoneSetting;
}

/** What a zone may play now. */
export class Admission {
  readonly #deps: AdmissionDeps;

  constructor(deps: AdmissionDeps) {
    this.#deps = deps;
  }

  get film(): FilmPermit {
    return filmPermit(this.#deps.setting(), this.#deps.isFilmAllowed(), this.#coversTouchscreen);
  }

  /** What its player may show, and to whom. */
  get picture(): EnginePicture {
    const isInSight = isSeenByDriver(this.#deps.setting(), this.#coversTouchscreen);
    return { isOn: this.film !== 'barred', isInSight };
  }

  /** Its own screen is not there: a film would lie over the touchscreen instead. */
  get lacksScreen(): boolean {
    return lacksScreen(this.#deps.setting(), this.#coversTouchscreen);
  }

  get isForKids(): boolean {
    return this.#deps.kidFolders(this.#deps.setting().id) !== undefined;
  }

  /** Why an item must not be put on; undefined where it may. */
  refusal(item: ItemRef): AppError | undefined {
    const refusal = item.kind === 'video' ? this.filmRefusal() : undefined;
    return refusal ?? (this.isForThem(item) ? undefined : new NotForKids(this.#deps.setting().id, item.id));
  }

  /** Why no picture must be shown, whichever; undefined where one may. */
  filmRefusal(): AppError | undefined {
    const { id } = this.#deps.setting();
    switch (this.film) {
      case 'no_picture':
        return new ZoneWithoutPicture(id);
      case 'barred':
        return this.#coversTouchscreen ? new FilmOverTouchscreen(id) : new FilmWhileMoving(id);
      case 'allowed':
        return undefined;
    }
  }

  /** False for what does not stand in the folders of a zone for children. */
  isForThem({ id }: ItemRef): boolean {
    const allowed = this.#deps.kidFolders(this.#deps.setting().id);
    if (!allowed) return true;
    const above = this.#deps.catalog.foldersAbove(id);
    return allowed.some((folder) => above.includes(folder));
  }

  /** The zone in front is meant to. */
  get #coversTouchscreen(): boolean {
    const { id, remote, picture } = this.#deps.setting();
    return id !== 'front' && remote === null && this.#deps.coversTouchscreen(picture);
  }
}
