import { type Ailments, InjectionRefused, ScreenshotFailed } from './ailments.ts'
import type { Input } from './window.ts'

/** The phone's input, which refuses everything while injection is refused. */
export function ailingInput(input: Input, ailments: Ailments): Input {
  function allowed<Args extends unknown[], Result>(act: (...args: Args) => Result) {
    return (...args: Args): Result => {
      if (ailments.injectRefused) throw new InjectionRefused()
      return act(...args)
    }
  }
  return {
    tap: allowed(input.tap),
    longPress: allowed(input.longPress),
    swipe: allowed(input.swipe),
    key: allowed(input.key),
    typeCharacters: allowed(input.typeCharacters),
    // The keyboard's own doing: nothing is injected.
    editorAction: input.editorAction,
  }
}

/** Pictures of the display, black or none where the phone gives no others. */
export function ailingScreenshot(
  take: () => Promise<Buffer>,
  { ailments, display }: { ailments: Ailments; display: { width: number; height: number } },
): () => Promise<Buffer> {
  return async () => {
    if (ailments.screenshotFails) throw new ScreenshotFailed('Failed to take screenshot. Status: -22')
    if (ailments.secureWindow === 'error') {
      throw new ScreenshotFailed('Failed to take screenshot. Status: -1')
    }
    if (ailments.secureWindow === null) return await take()
    // Loaded on first use, as the renderer is.
    const { renderBlack } = await import('../render/render-screen.ts')
    return await renderBlack(display)
  }
}
