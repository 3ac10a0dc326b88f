import type { Poster } from './callbacks/post.ts'
import type { Devices } from './devices/devices.ts'
import type { Store } from './store/store.ts'

/**
 * Where something can be put between the parts: a test build of the daemon (test/chaos) dies, hangs or lies there on demand. Each gets the
 * real part and gives back what is used in its place.
 */
export interface Seams {
  store: (store: Store) => Store
  devices: (devices: Devices) => Devices
  /** How callbacks go out. */
  poster: (poster: Poster) => Poster
}

/** Production: every part as it is. */
export const NO_SEAMS: Seams = {
  store: (store) => store,
  devices: (devices) => devices,
  poster: (poster) => poster,
}
