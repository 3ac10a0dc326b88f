/** So many of `all`, evenly spread, the first and the last among them. */
export function spreadOut<T>(all: readonly T[], most: number): T[] {
  if (all.length <= most) return [...all]
  if (most <= 1) return all.slice(all.length - most)
  return Array.from({ length: most }, (_, number) =>
    all.at(Math.round((number * (all.length - 1)) / (most - 1))),
  ).filter((one) => one !== undefined)
}
