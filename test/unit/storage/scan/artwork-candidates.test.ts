import { expect, it } from 'vitest';

import {
  albumCandidates,
  readCandidates,
  videoCandidates,
  type PictureFile,
} from '#storage/scan/reconcile/artwork-candidates';

const file = (key: number, name: string, stamp = '1:1'): PictureFile => ({ key, name, stamp });
const keys = (list: string | undefined) => readCandidates(list ?? '').map((one) => one.fileKey);

it('ranks images by name: cover, folder, front, album', () => {
  const images = [
    file(1, 'AlbumArt_{X}_Large.jpg'),
    file(2, 'Front.png'),
    file(3, 'FOLDER.JPG'),
    file(4, 'cover (1).jpeg'),
    file(5, 'back.jpg'),
  ];

  expect(keys(albumCandidates(images, []))).toEqual([4, 3, 2, 1]);
});

it('takes a single image whatever its name, but not one of several', () => {
  expect(keys(albumCandidates([file(1, 'IMG_1.jpg')], [file(9, 'a.mp3')]))).toEqual([1, 9]);
  expect(keys(albumCandidates([file(1, 'IMG_1.jpg'), file(2, 'IMG_2.jpg')], [file(9, 'a.mp3')]))).toEqual([9]);
});

it('has no candidates where there is no picture', () => {
  expect(albumCandidates([], [])).toBeUndefined();
});

it('changes when a file does', () => {
  expect(albumCandidates([file(1, 'cover.jpg', '2:2')], [])).not.toBe(albumCandidates([file(1, 'cover.jpg')], []));
});

it('takes an image of the film’s own name, or else a frame, never one for the other', () => {
  const candidates = (...images: PictureFile[]) => readCandidates(videoCandidates(images, file(3, 'Film.mkv')) ?? '');

  expect(candidates(file(1, 'other.jpg'), file(2, 'FILM.jpg'))).toEqual([{ kind: 'image', fileKey: 2 }]);
  expect(candidates(file(1, 'other.jpg'))).toEqual([{ kind: 'frame', fileKey: 3 }]);
});
