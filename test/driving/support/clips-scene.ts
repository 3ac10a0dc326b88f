import type { TestScreenOptions } from '../../support/virtual-screen.ts'
import { type AppScene, createAppScene } from './app-scene.ts'

/** The app with ids in its views. */
export type ClipsScene = AppScene

export const createClipsScene = (options: TestScreenOptions = {}): Promise<ClipsScene> =>
  createAppScene('clips', options)
