import type { Cancel } from '../../domain/clock.ts'
import type { Timeline } from '../android/timeline.ts'
import type { Network } from './network.ts'
import type { Player } from './player.ts'

/** On a slow line a video plays what has come, stands still, and goes on. */
const PLAY_MS = 4_000
const STALL_MS = 2_500

/** Makes a player stall while the line is slow; `begin` with each video, `end` when the screen is left. */
export function createBuffering(
  timeline: Timeline,
  network: Network,
  player: Pick<Player, 'setStalled'>,
): { begin: () => void; end: () => void } {
  let cancel: Cancel = () => undefined

  function play(): void {
    player.setStalled(false)
    cancel = network.state() === 'slow' ? timeline.after(PLAY_MS, stall) : () => undefined
  }

  function stall(): void {
    player.setStalled(true)
    cancel = timeline.after(STALL_MS, play)
  }

  return {
    begin() {
      cancel()
      play()
    },
    end: () => cancel(),
  }
}
