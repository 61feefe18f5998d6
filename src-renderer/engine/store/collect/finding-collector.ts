import type { FindingChunk } from '../model/chunk.ts'
import { NONE } from '../model/column.ts'
import { growableFloat64, growableInt32, growableUint32, growableUint8 } from '../model/growable.ts'
import { rejectReasons, type RejectReason } from '../model/store.ts'

/** Collects what one chunk could not take. */
export interface FindingCollector {
  /** A line or entry that is not stored; see `Reject.path`. */
  line(reason: RejectReason, line: number, offset: number, type: string | undefined, path?: string): void
  /** A value that is left out. The same element of the same resource is counted once per reason. */
  value(reason: RejectReason, line: number, offset: number, resource: number, type: string, path: string): void
  take(): FindingChunk
}

/** Makes a collector; see {@link FindingCollector}. */
export function createFindingCollector(): FindingCollector {
  const reasons = growableUint8()
  const lines = growableUint32()
  const offsets = growableFloat64()
  const resources = growableInt32()
  const types = growableInt32()
  const paths = growableInt32()
  let labels = new Map<string, number>()
  let seen = new Set<string>()
  let seenFor = NONE

  function label(text: string | undefined): number {
    if (text === undefined) return NONE
    let code = labels.get(text)
    if (code === undefined) {
      code = labels.size
      labels.set(text, code)
    }
    return code
  }

  function push(
    reason: RejectReason,
    line: number,
    offset: number,
    resource: number,
    type: string | undefined,
    path?: string
  ): void {
    reasons.push(rejectReasons.indexOf(reason))
    lines.push(line)
    offsets.push(offset)
    resources.push(resource)
    types.push(label(type))
    paths.push(label(path))
  }

  return {
    line(reason, line, offset, type, path) {
      push(reason, line, offset, NONE, type, path)
    },
    value(reason, line, offset, resource, type, path) {
      if (seenFor !== resource) {
        seenFor = resource
        seen.clear()
      }
      const name = `${reason} ${path}`
      if (seen.has(name)) return
      seen.add(name)
      push(reason, line, offset, resource, type, path)
    },
    take() {
      const count = reasons.length
      const chunk = {
        count,
        reason: reasons.take(),
        line: lines.take(),
        offset: offsets.take(),
        resource: resources.take(),
        labels: Array.from(labels.keys()),
        type: types.take(),
        path: paths.take()
      }
      labels = new Map()
      seen = new Set()
      seenFor = NONE
      return chunk
    }
  }
}
