import sharp from 'sharp';

/**
 * A cover in British racing green and brass.
 *
 * @typedef {object} Cover
 * @property {string} from
 * @property {string} via
 * @property {string} to
 * @property {'hills' | 'rings' | 'moon'} shape
 */

const EDGE = 600;

const SHAPES = {
  hills: `<circle cx="430" cy="210" r="74" fill="#f6e7b8" opacity=".85"/>
    <path d="M0 420 Q150 300 320 400 T600 350 V600 H0Z" fill="#0b3a27" opacity=".75"/>
    <path d="M0 500 Q200 400 380 490 T600 460 V600 H0Z" fill="#062418" opacity=".9"/>
    <path d="M270 600 Q300 520 352 486 Q390 462 372 446" fill="none" stroke="#e9d9a6" stroke-width="9" opacity=".7"/>`,
  rings: [230, 190, 150, 110, 70, 30]
    .map(
      (radius, index) => `<circle cx="300" cy="300" r="${String(radius)}" fill="none" stroke="#fbe3ae"
      stroke-width="${String(3 + index * 1.6)}" opacity="${String(0.25 + index * 0.11)}"/>`,
    )
    .join(''),
  moon: `<circle cx="300" cy="228" r="92" fill="#f3d58a" opacity=".95"/>
    ${[330, 366, 402, 438, 474, 510]
      .map(
        (y, index) => `<rect x="${String(300 - 40 - index * 34)}" y="${String(y)}" width="${String(80 + index * 68)}"
        height="${String(5 + index)}" rx="4" fill="#f0b34a" opacity="${String(0.6 - index * 0.08)}"/>`,
      )
      .join('')}`,
};

/**
 * @param {Cover} cover
 * @returns {Promise<Buffer>} a JPEG
 */
export async function paintCover(cover) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${String(EDGE)}" height="${String(EDGE)}">
    <defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1">
      <stop offset="0" stop-color="${cover.from}"/><stop offset=".55" stop-color="${cover.via}"/>
      <stop offset="1" stop-color="${cover.to}"/></linearGradient></defs>
    <rect width="${String(EDGE)}" height="${String(EDGE)}" fill="url(#g)"/>${SHAPES[cover.shape]}</svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 82, chromaSubsampling: '4:2:0' }).toBuffer();
}
