import { growableFloat64, growableInt32, growableUint32, growableUint8 } from '../model/growable.ts'
import { rejectReasons, type LoadReport, type Reject } from '../model/store.ts'

/** Rejects that are listed one by one; more are counted only. */
const MAX_REJECTS = 100_000

/** Collects rejects in numbers, so that millions of them do no harm. */
export interface RejectCollector {
  /** @param rank place of the file when files are sorted by name */
  add(reject: Reject, rank: number): void
  /** Counts by reason, and the list in source order. */
  finish(): Pick<LoadReport, 'rejects' | 'rejectsKept' | 'rejectCounts'>
}

/** Makes a collector; see {@link RejectCollector}. */
export function createRejectCollector(limit: number = MAX_REJECTS): RejectCollector {
  const ranks = growableUint32()
  const files = growableUint32()
  const reasons = growableUint8()
  const lines = growableUint32()
  const offsets = growableFloat64()
  const types = growableInt32()
  const paths = growableInt32()
  const scopes = growableUint8()
  const labels: string[] = []
  const known = new Map<string, number>()

  function label(text: string | undefined): number {
    if (text === undefined) return -1
    let code = known.get(text)
    if (code === undefined) {
      code = labels.length
      known.set(text, code)
      labels.push(text)
    }
    return code
  }

  return {
    add(reject, rank) {
      ranks.push(rank)
      files.push(reject.file)
      reasons.push(rejectReasons.indexOf(reject.reason))
      lines.push(reject.line)
      offsets.push(reject.offset)
      types.push(label(reject.resourceType))
      paths.push(label(reject.path))
      scopes.push(reject.scope === 'resource' ? 0 : 1)
    },
    finish() {
      const rank = ranks.take()
      const file = files.take()
      const reason = reasons.take()
      const line = lines.take()
      const offset = offsets.take()
      const type = types.take()
      const path = paths.take()
      const scope = scopes.take()
      const pathText = (index: number) => labels[path[index]!] ?? ''
      const order = new Uint32Array(rank.length).map((_, index) => index)
      order.sort(
        (a, b) =>
          rank[a]! - rank[b]! ||
          offset[a]! - offset[b]! ||
          line[a]! - line[b]! ||
          reason[a]! - reason[b]! ||
          (pathText(a) < pathText(b) ? -1 : pathText(a) > pathText(b) ? 1 : 0)
      )
      const counts = new Uint32Array(rejectReasons.length)
      for (const code of reason) counts[code]!++
      const rejects = Array.from(order.subarray(0, limit), (index): Reject => ({
        file: file[index]!,
        reason: rejectReasons[reason[index]!]!,
        line: line[index]!,
        offset: offset[index]!,
        resourceType: labels[type[index]!],
        path: labels[path[index]!],
        scope: scope[index] === 0 ? 'resource' : 'value'
      }))
      return {
        rejects,
        rejectsKept: rejects.length,
        rejectCounts: Object.fromEntries(
          rejectReasons.flatMap((name, code) => (counts[code]! > 0 ? [[name, counts[code]!]] : []))
        )
      }
    }
  }
}
