/**
 * An answer of the on-phone server that is not a success: HTTP status, W3C error code and message.
 * Messages are word for word those of the real server (source: research/fidelity.md 1.4).
 */
export class WdError extends Error {
  override name = 'WdError'
  readonly status: number
  readonly error: string

  constructor(status: number, error: string, message: string) {
    super(message)
    this.status = status
    this.error = error
  }
}

export const unknownCommand = () =>
  new WdError(
    404,
    'unknown command',
    'The requested resource could not be found, or a request was received using an HTTP method that is not supported by the mapped resource',
  )

export const unknownMethod = () => new WdError(405, 'unknown method', 'Method is not implemented')

export const invalidSession = (sessionId: string) =>
  new WdError(404, 'invalid session id', `The session identified by ${sessionId} is not known`)

export const sessionNotCreated = (message: string) => new WdError(500, 'session not created', message)

export const noSuchElement = (
  message = 'An element could not be located on the page using the given search parameters',
) => new WdError(404, 'no such element', message)

/** A UiSelector or UiScrollable that nothing on the screen answers to. */
export const uiObjectNotFound = (selector: string) =>
  noSuchElement(`androidx.test.uiautomator.UiObjectNotFoundException: ${selector}`)

export const notInCache = (elementId: string) =>
  noSuchElement(
    `The element identified by '${elementId}' is not present in the cache or has expired. Try to find it again`,
  )

export const staleElement = (message: string) => new WdError(404, 'stale element reference', message)

export const staleObject = () => staleElement('androidx.test.uiautomator.StaleObjectException')

export const invalidSelector = (message: string) => new WdError(400, 'invalid selector', message)

export const invalidArgument = (message: string) => new WdError(400, 'invalid argument', message)

export const invalidElementState = (message: string) => new WdError(400, 'invalid element state', message)

export const noSuchAlert = () => new WdError(404, 'no such alert', 'No alert is present on the screen')

export const unableToCapture = () =>
  new WdError(
    500,
    'unable to capture screen',
    "Failed to capture a screenshot. Does the current view have 'secure' flag set?",
  )

/** Whatever a handler did not expect; `message` is the Java exception's toString. */
export const unknownError = (message: string) => new WdError(500, 'unknown error', message)

/** A body field that the handler's Java code unboxes without asking whether it is there. */
export const missingField = (javaCall: string) =>
  unknownError(
    `java.lang.NullPointerException: Attempt to invoke virtual method '${javaCall}' on a null object reference`,
  )

export const illegalArgument = (message: string) =>
  unknownError(`java.lang.IllegalArgumentException: ${message}`)

/** The W3C `value` of an error; the stack is Java's on a phone, so it says only where it came from. */
export function errorValue(error: WdError): { error: string; message: string; stacktrace: string } {
  return {
    error: error.error,
    message: error.message,
    stacktrace: `io.appium.uiautomator2.common.exceptions.UiAutomator2Exception: ${error.message}`,
  }
}
