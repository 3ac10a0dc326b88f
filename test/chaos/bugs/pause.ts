/** How long the seeded bugs leave the door open: about what a slow disk or a busy event loop would. */
export const PAUSE_MS = 600

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
