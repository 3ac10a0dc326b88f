import type { ShownVideo } from './app-driver.ts'

/** Captions and sounds load after the author; on a bad line a video can be read before they have come. */
export function isLoaded({ caption, sound }: ShownVideo): boolean {
  return caption !== '' && sound !== ''
}

/** Whether two readings show the same video, also when something of it had not loaded yet in one of them. */
export function isSameVideo(one: ShownVideo, other: ShownVideo): boolean {
  if (one.fingerprint === other.fingerprint) return true
  if (isLoaded(one) && isLoaded(other)) return false
  return one.author === other.author && agrees(one.caption, other.caption) && agrees(one.sound, other.sound)
}

function agrees(one: string, other: string): boolean {
  return one === other || one === '' || other === ''
}
