import { Type } from 'typebox'
import { defineFault, type FaultFamily, Milliseconds } from './fault.ts'

/** More commands than any run sends. */
const MOST = 100_000
const SERVER_PACKAGES = ['io.appium.uiautomator2.server', 'io.appium.uiautomator2.server.test']

/** What befalls the on-phone UiAutomator2 server (source: research/fidelity.md 1.4, 6.3, 6.4, 7.5). */
export const SERVER_FAULTS: FaultFamily = {
  crash_server: defineFault({ parameters: {}, apply: ({ phone }) => phone.instrumentation.crash() }),
  freeze_server: defineFault({
    parameters: {},
    apply: ({ phone }) => void (phone.ailments.frozen = true),
    active: ({ phone }) => (phone.ailments.frozen ? {} : null),
    clear: ({ phone }) => void (phone.ailments.frozen = false),
  }),
  kill_mid_request: defineFault({
    parameters: { nth: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST })) },
    apply: ({ phone }, { nth = 1 }) => void (phone.ailments.killIn = nth),
    active: ({ phone }) => (phone.ailments.killIn > 0 ? { nth: phone.ailments.killIn } : null),
    clear: ({ phone }) => void (phone.ailments.killIn = 0),
  }),
  ui_automation_lost: defineFault({
    parameters: { held_ms: Type.Optional(Milliseconds) },
    apply: ({ phone }, { held_ms = 0 }) => {
      phone.ailments.uiAutomationLost = true
      phone.ailments.uiAutomationHeldUntilMs = phone.clock.monotonicMs() + held_ms
    },
    active: ({ phone }) => (phone.ailments.uiAutomationLost ? {} : null),
    clear: ({ phone }) => {
      phone.ailments.uiAutomationLost = false
      phone.ailments.uiAutomationHeldUntilMs = 0
    },
  }),
  slow_launch: defineFault({
    parameters: { ms: Milliseconds },
    apply: ({ phone }, { ms }) => void (phone.ailments.launchMs = ms),
    active: ({ phone }) => (phone.ailments.launchMs === null ? null : { ms: phone.ailments.launchMs }),
    clear: ({ phone }) => void (phone.ailments.launchMs = null),
  }),
  fail_launch: defineFault({
    parameters: { times: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST })) },
    apply: ({ phone }, { times = 1 }) => void (phone.ailments.failingLaunches = times),
    active: ({ phone }) =>
      phone.ailments.failingLaunches > 0 ? { times: phone.ailments.failingLaunches } : null,
    clear: ({ phone }) => void (phone.ailments.failingLaunches = 0),
  }),
  leak: defineFault({
    parameters: {
      mb_per_command: Type.Number({ minimum: 0, maximum: MOST }),
      limit_mb: Type.Integer({ minimum: 1, maximum: MOST }),
    },
    apply: ({ phone }, { mb_per_command, limit_mb }) =>
      void (phone.ailments.leak = { mbPerCommand: mb_per_command, limitMb: limit_mb }),
    active: ({ phone: { ailments } }) =>
      ailments.leak && { mb_per_command: ailments.leak.mbPerCommand, limit_mb: ailments.leak.limitMb },
    clear: ({ phone }) => void (phone.ailments.leak = null),
  }),
  install_refused: defineFault({
    parameters: {
      kind: Type.Union([
        Type.Literal('user_restricted'),
        Type.Literal('insufficient_storage'),
        Type.Literal('waits_for_person'),
      ]),
    },
    apply: ({ phone }, { kind }) => void (phone.ailments.installRefused = kind),
    active: ({ phone }) =>
      phone.ailments.installRefused === null ? null : { kind: phone.ailments.installRefused },
    clear: ({ phone }) => void (phone.ailments.installRefused = null),
  }),
  uninstalled_server: defineFault({
    parameters: {},
    apply: ({ phone }) => {
      phone.instrumentation.crash()
      for (const name of SERVER_PACKAGES) phone.packages.uninstall(name)
    },
  }),
  broken_server: defineFault({
    parameters: {},
    apply: ({ phone }) => {
      phone.ailments.serverBroken = true
      phone.instrumentation.crash('native_crash')
    },
    active: ({ phone }) => (phone.ailments.serverBroken ? {} : null),
    clear: ({ phone }) => void (phone.ailments.serverBroken = false),
  }),
  inject_refused: defineFault({
    parameters: {},
    apply: ({ phone }) => void (phone.ailments.injectRefused = true),
    active: ({ phone }) => (phone.ailments.injectRefused ? {} : null),
    clear: ({ phone }) => void (phone.ailments.injectRefused = false),
  }),
  secure_window: defineFault({
    parameters: { picture: Type.Optional(Type.Union([Type.Literal('black'), Type.Literal('error')])) },
    apply: ({ phone }, { picture = 'black' }) => void (phone.ailments.secureWindow = picture),
    active: ({ phone }) =>
      phone.ailments.secureWindow === null ? null : { picture: phone.ailments.secureWindow },
    clear: ({ phone }) => void (phone.ailments.secureWindow = null),
  }),
  screenshot_fails: defineFault({
    parameters: {},
    apply: ({ phone }) => void (phone.ailments.screenshotFails = true),
    active: ({ phone }) => (phone.ailments.screenshotFails ? {} : null),
    clear: ({ phone }) => void (phone.ailments.screenshotFails = false),
  }),
}
