import { RunError } from '../domain/errors.ts'
import { KEY, type PhoneSession, type Screen } from '../domain/phone-session.ts'
import type { Point } from '../domain/selector.ts'
import { findElement } from './find.ts'
import type { Pack } from './pack.ts'
import { recognize } from './recognize.ts'

/**
 * The session for whoever only looks: it refuses what would change something, whatever a pack that is still being written says. No tap on a
 * "save" of an edit screen or on an account of the switcher; words are typed and entered on the search screen alone.
 */
export function createCarefulSession(session: PhoneSession, pack: Pack): PhoneSession {
  let last: Screen | undefined

  function screenName(): string | undefined {
    const is = last && recognize(pack, last)
    return is?.kind === 'screen' ? is.name : undefined
  }

  function mustSearch(what: string): void {
    const name = screenName()
    if (name === pack.search.screen) return
    throw refused(`${what} on ${name ?? 'a screen that the pack does not know'}`)
  }

  return {
    ...session,
    async readScreen(signal) {
      last = await session.readScreen(signal)
      return last
    },
    async tap(at, signal) {
      const harmful = last && harmfulAt(pack, last, screenName(), at)
      if (harmful !== undefined) throw refused(`tap ${harmful}, which changes something`)
      await session.tap(at, signal)
    },
    async setText(field, text, signal) {
      mustSearch('type')
      await session.setText(field, text, signal)
    },
    async pressKey(code, signal) {
      if (code !== KEY.back) mustSearch(`press the key ${code}`)
      await session.pressKey(code, signal)
    },
    async editorAction(action, signal) {
      mustSearch(`use the keyboard's ${action}`)
      await session.editorAction(action, signal)
    },
  }
}

function refused(what: string): RunError {
  return new RunError('input', `a check of a pack does not ${what}`)
}

/** The element at that place that must not be touched; undefined when there is none. */
function harmfulAt(pack: Pack, { root }: Screen, screen: string | undefined, at: Point): string | undefined {
  const saves = Object.values(pack.profile).filter((field) => field.screen === screen)
  const { switcher } = pack.account
  const names = [
    ...saves.map(({ save }) => save),
    ...(switcher.screen === screen ? [switcher.usernames.element] : []),
  ]
  return names.find((name) =>
    findElement(root, pack.element(name))?.nodes.some(({ bounds }) => {
      const { left, top, right, bottom } = bounds
      return at.x >= left && at.x < right && at.y >= top && at.y < bottom
    }),
  )
}
