/** How long a video is worth watching: from `min` at relevance 0 to `max` at 1, both in seconds. @returns milliseconds */
export function wantedWatchMs({ min, max }: { min: number; max: number }, relevance: number): number {
  return (min + Math.max(0, max - min) * relevance) * 1000
}
