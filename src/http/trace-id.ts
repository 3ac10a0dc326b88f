/** Version, trace id, parent id, flags; later versions may add more behind (source: w3.org/TR/trace-context, 3.2). */
const TRACE_PARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:$|-)/

/** The trace that a request belongs to, as its `traceparent` header says; undefined when that is not well-formed. */
export function traceIdOf(traceparent: string): string | undefined {
  return TRACE_PARENT.exec(traceparent)?.[1]
}
