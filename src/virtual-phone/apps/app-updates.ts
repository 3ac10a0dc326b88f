import type { View } from '../android/view.ts'
import type { WindowSpec } from '../android/screen-window.ts'
import type { AppHost } from './app.ts'
import { shifted } from './view-builder.ts'

/** What another version of an app, or an experiment of its makers, has changed on its screens. */
export interface AppUpdate {
  /** Names of resource ids, without their package: old and new. An empty new one takes the id away. */
  renames: Readonly<Record<string, string>>
  /** Old names of views that stand elsewhere now, and how far. */
  moves: Readonly<Record<string, { dx: number; dy: number }>>
}

/** Apps as they look after an update; what they do stays the same. */
export interface AppUpdates {
  /** The host as an app is given it, so that its windows come out as the update has them. */
  over: (host: AppHost) => AppHost
  /** Seen at the next look at the app; null is as it was. */
  set: (packageName: string, update: AppUpdate | null) => void
  of: (packageName: string) => AppUpdate | null
}

export function createAppUpdates(): AppUpdates {
  const updates = new Map<string, AppUpdate>()

  const updated = (spec: WindowSpec): WindowSpec => ({
    ...spec,
    root() {
      const update = updates.get(spec.packageName)
      const root = spec.root()
      return update && root ? changed(root, update) : root
    },
  })

  return {
    over: (host) => ({
      ...host,
      windows: {
        ...host.windows,
        build: (spec) => host.windows.build(updated(spec)),
        openDialog: (activity, spec) => host.windows.openDialog(activity, updated(spec)),
      },
    }),
    set(packageName, update) {
      if (update) updates.set(packageName, update)
      else updates.delete(packageName)
    },
    of: (packageName) => updates.get(packageName) ?? null,
  }
}

function changed(view: View, update: AppUpdate): View {
  const children = view.children.map((child) => changed(child, update))
  const same = { ...view, children }
  const [owner, name] = view.resourceId?.split(':id/') ?? []
  if (owner !== view.packageName || name === undefined) return same
  const to = update.renames[name]
  const renamed = to === undefined ? same : { ...same, resourceId: to === '' ? null : `${owner}:id/${to}` }
  const move = update.moves[name]
  return move ? shifted(renamed, move.dx, move.dy) : renamed
}
