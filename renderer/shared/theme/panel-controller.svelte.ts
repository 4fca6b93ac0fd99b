import { dpOfPanel } from '#renderer/shared/theme/panel-size.ts';

const TOUCH_DP = 76;
const APART_PX = 8;

/** The size of a dp on this panel, for the style sheet and for what is laid out by number. */
export class PanelController {
  #dpPx = $state(1.0625);
  #inches = 7;

  /** CSS pixels of one dp. */
  get dpPx(): number {
    return this.#dpPx;
  }

  /** Distance from one row of targets to the next. */
  get rowPitchPx(): number {
    return Math.ceil(TOUCH_DP * this.#dpPx) + APART_PX;
  }

  px(dp: number): number {
    return dp * this.#dpPx;
  }

  setInches(inches: number): void {
    this.#inches = inches;
    this.#measure();
  }

  connect(): () => void {
    const measure = (): void => {
      this.#measure();
    };
    measure();
    window.addEventListener('resize', measure);
    return () => {
      window.removeEventListener('resize', measure);
    };
  }

  #measure(): void {
    this.#dpPx = dpOfPanel(window.innerWidth, window.innerHeight, this.#inches);
    document.documentElement.style.setProperty('--dp', `${String(this.#dpPx)}px`);
  }
}
