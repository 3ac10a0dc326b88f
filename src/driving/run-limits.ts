/**
 * What one run puts up with in all. Each wait has limits of its own; these keep a phone on which something comes up again and again from
 * being busy with it until the run's wall.
 */
export const RUN_LIMITS = {
  /** Dialogs answered: one a minute in the longest warmup. */
  dialogs: 60,
  /** Starts of the app after the first one. An app that does not stay up is no use, however often it is started. */
  restarts: 5,
  /** BACK keys on windows that nobody knows, one each time that one comes up. */
  backs: 6,
  /** Unknown screens that evidence is kept of: the same one comes back with every retry. */
  unknownKept: 5,
  /** Things that the pack has lost for which a repair is proposed. */
  proposals: 5,
} as const
