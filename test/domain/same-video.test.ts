import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ShownVideo } from '../../src/domain/app-driver.ts'
import { isSameVideo } from '../../src/domain/same-video.ts'

/** What is read makes the fingerprint, as in the driver. */
function video(author: string, caption: string, sound: string): ShownVideo {
  return {
    author,
    caption,
    sound,
    hashtags: [],
    position: null,
    fingerprint: `${author}|${caption}|${sound}`,
  }
}

const PASTA = video('lena', 'pasta', 'original')

const READINGS: { name: string; other: ShownVideo; same: boolean }[] = [
  { name: 'the same reading', other: video('lena', 'pasta', 'original'), same: true },
  { name: 'one without its caption yet', other: video('lena', '', 'original'), same: true },
  { name: 'one of which only the author has loaded', other: video('lena', '', ''), same: true },
  { name: 'another caption', other: video('lena', 'bread', 'original'), same: false },
  { name: 'another sound while the caption loads', other: video('lena', '', 'piano'), same: false },
  { name: 'another author', other: video('mia', 'pasta', 'original'), same: false },
  { name: 'another author while the rest loads', other: video('mia', '', ''), same: false },
]

for (const { name, other, same } of READINGS) {
  test(`${name} is ${same ? 'the same' : 'another'} video`, () => {
    assert.equal(isSameVideo(PASTA, other), same)
    assert.equal(isSameVideo(other, PASTA), same)
  })
}
