import { defined } from '#shared/language/defined.ts'
import type { DamagedBytes } from './gzip-recovery.ts'
import type { PieceFault, PieceSink } from './piece-sink.ts'

/** A sink that is told where a file is damaged. */
export interface DamageWatch extends PieceSink {
  /** The line at hand is cut by damage, if there is one. */
  cut(reason: PieceFault, damaged?: DamagedBytes): void
  /** The line at hand was given; tells of the damage when it fell between two lines. */
  ended(): void
}

/** Counts a line that was cut in two by damage once, as what it is. */
export function watchDamage(sink: PieceSink): DamageWatch {
  let line = 0
  let place = 0
  let cutBy: PieceFault | undefined
  let cutOut: DamagedBytes | undefined
  let told = false
  const takeLines = sink.lines
  const lines: PieceSink['lines'] = (block, first, offset, limit, refused) => {
    let refusals = 0
    let end = 0
    const taken = defined(takeLines)(block, first, offset, limit, (from, to, number) => {
      refusals++
      end = to
      refused(from, to, number)
    })
    if (end < block.length) {
      line = first + taken + refusals - 1
      place = offset + block.length - (block[block.length - 2] === 13 ? 2 : 1)
    }
    return taken
  }
  return {
    ...(takeLines === undefined ? {} : { lines }),
    piece(bytes: Uint8Array, position: number, offset: number, fullUrl: string | undefined) {
      line = position
      place = offset + bytes.length
      if (cutBy !== undefined && !isComplete(bytes)) this.fault(cutBy, position, offset)
      else sink.piece(bytes, position, offset, fullUrl)
    },
    fault(reason: PieceFault, position: number, offset: number, damaged?: DamagedBytes) {
      if (cutBy !== undefined) told = true
      sink.fault(cutBy ?? reason, position, offset, damaged ?? cutOut)
    },
    cut(reason: PieceFault, damaged?: DamagedBytes) {
      cutBy = reason
      cutOut = damaged
      told = false
    },
    ended() {
      if (!told && cutBy !== undefined) sink.fault(cutBy, line + 1, place, cutOut)
      cutBy = undefined
      cutOut = undefined
    }
  }
}

function isComplete(bytes: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return true
  } catch {
    return false
  }
}
