import { RunError } from '../../src/domain/errors.ts'
import type { PhoneSession, SessionProvider } from '../../src/domain/phone-session.ts'
import type { Devices } from '../../src/devices/devices.ts'
import type { Poster } from '../../src/callbacks/post.ts'
import type { Seams } from '../../src/seams.ts'
import type { Store } from '../../src/store/store.ts'
import { FAILPOINT_ERROR, type EffectName, type Failpoints, type Place } from './failpoints.ts'

/** Puts the failpoints between the parts of the daemon. */
export function failpointSeams(failpoints: Failpoints): Seams {
  return {
    store: (store) => storeWith(store, failpoints),
    devices: (devices) => ({ ...devices, ...effectsWith(devices, failpoints) }),
    poster: (poster) => posterWith(poster, failpoints),
  }
}

/**
 * A change that dies before its commit is undone, and nobody is ever answered. Others of the same transaction may be committed: that is
 * the death a moment later with theirs in a transaction of their own.
 */
export function storeWith(store: Store, failpoints: Failpoints): Store {
  return {
    ...store,
    async write(name, change) {
      try {
        const answer = await store.write(name, (tables) => {
          const value = change(tables)
          failpoints.reachNow(`${name}:before_commit`)
          return value
        })
        await failpoints.reach(`${name}:after_commit`)
        return answer
      } catch (error) {
        if (failpoints.standsStill(error)) return await new Promise<never>(() => undefined)
        throw error
      }
    },
  }
}

/** What the devices do to the world. */
export type DeviceEffects = Pick<Devices, 'start' | 'stop' | 'probe' | 'closeOrphan' | 'sessions'>

export function effectsWith(devices: DeviceEffects, failpoints: Failpoints): DeviceEffects {
  return {
    start: (signal) => around(failpoints, 'devices_start', { signal }, () => devices.start(signal)),
    stop: () => around(failpoints, 'devices_stop', {}, devices.stop),
    probe: (serial, signal) => around(failpoints, 'probe', { signal }, () => devices.probe(serial, signal)),
    closeOrphan: (orphan, signal) =>
      around(failpoints, 'close_orphan', { signal }, () => devices.closeOrphan(orphan, signal)),
    sessions: sessionsWith(devices.sessions, failpoints),
  }
}

function sessionsWith(sessions: SessionProvider, failpoints: Failpoints): SessionProvider {
  return {
    open: async (options, signal) => {
      const place = { phoneId: options.phone_id, signal }
      const onCreated: typeof options.onCreated = (created) =>
        around(failpoints, 'session_created', place, () => options.onCreated(created))
      const session = await around(failpoints, 'session_open', place, () =>
        sessions.open({ ...options, onCreated }, signal),
      )
      return sessionWith(session, failpoints)
    },
  }
}

function sessionWith(session: PhoneSession, failpoints: Failpoints): PhoneSession {
  const { phoneId } = session
  function step<T>(effect: EffectName, signal: AbortSignal, act: () => Promise<T>): Promise<T> {
    return around(failpoints, effect, { phoneId, signal }, act)
  }
  return {
    ...session,
    readScreen: (signal) => step('read_screen', signal, () => session.readScreen(signal)),
    tap: (at, signal) => step('tap', signal, () => session.tap(at, signal)),
    swipe: (swipe, signal) => step('swipe', signal, () => session.swipe(swipe, signal)),
    pressKey: (code, signal) => step('press_key', signal, () => session.pressKey(code, signal)),
    setText: (field, text, signal) => step('set_text', signal, () => session.setText(field, text, signal)),
    restartApp: (signal) => step('restart_app', signal, () => session.restartApp(signal)),
    hideKeyboard: (signal) => step('hide_keyboard', signal, () => session.hideKeyboard(signal)),
    close: () => around(failpoints, 'session_close', { phoneId }, session.close),
    abort: () => around(failpoints, 'session_abort', { phoneId }, session.abort),
  }
}

export function posterWith(poster: Poster, failpoints: Failpoints): Poster {
  return {
    ...poster,
    post: (message, signal) =>
      around(failpoints, 'callback_post', { signal }, () => poster.post(message, signal)),
  }
}

/** An error of a failpoint looks like a fault of the session, which is what the parts around are made for. */
async function around<T>(
  failpoints: Failpoints,
  effect: EffectName,
  place: Place,
  act: () => Promise<T>,
): Promise<T> {
  try {
    await failpoints.reach(`${effect}:before`, place)
    const answer = await act()
    await failpoints.reach(`${effect}:after`, place)
    return answer
  } catch (error) {
    // What a dead life would have made of an error has no effect either.
    if (failpoints.standsStill(error)) return await new Promise<never>(() => undefined)
    if (error instanceof Error && error.message.startsWith(FAILPOINT_ERROR))
      throw new RunError('session', error.message, { cause: error })
    throw error
  }
}
