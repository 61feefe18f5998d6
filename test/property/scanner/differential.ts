import { createChunkBuilder } from '#engine/store/collect/chunk-builder.ts'
import { createIngest } from '#engine/ingest/ingest.ts'
import { createScanningBuilder } from '#engine/ingest/scanning-builder.ts'
import { planTables } from '#engine/store/model/plan.ts'
import type { StoreChunk } from '#engine/store/model/chunk.ts'
import { canonicalViews } from '../../support/canonical-views.ts'
import { difference } from './compare-chunks.ts'
import { createRandom, type Random } from './random.ts'

/** Lines that two builders make different things of. */
interface Shrunk {
  readonly difference: string
  readonly lines: readonly Uint8Array[]
}

/** Runs the same lines through the scanner and through the general path. */
export interface Differential {
  /** @returns what differs, undefined when nothing does */
  run(lines: readonly Uint8Array[], random: Random): Promise<string | undefined>
  /** As few of the lines as differ still. */
  shrink(lines: readonly Uint8Array[]): Promise<Shrunk>
  /** Share of the lines that the scanner took. */
  scanned(): { readonly share: number }
}

/** Makes a differential over the canonical views. */
export function createDifferential(): Differential {
  const plan = planTables({ r4: [...canonicalViews('r4').values()], r5: [...canonicalViews('r5').values()] })
  const scanning = createScanningBuilder(plan)
  if (scanning?.lines === undefined) throw new Error('the scanner is not available here')
  let total = 0
  let taken = 0
  const takeLines = scanning.lines
  const counting = Object.create(scanning, {
    lines: {
      value: (...args: Parameters<typeof takeLines>) => {
        const count = takeLines.apply(scanning, args)
        taken += count
        return count
      }
    }
  }) as typeof scanning
  let chunks: StoreChunk[] = []
  const keep = (chunk: StoreChunk): void => {
    chunks.push(chunk)
  }
  const ingests = [createIngest(plan, keep, counting), createIngest(plan, keep, createChunkBuilder(plan))]

  async function run(lines: readonly Uint8Array[], random: Random): Promise<string | undefined> {
    const bytes = new Uint8Array(lines.reduce((sum, line) => sum + line.length + 1, 0))
    let position = 0
    for (const line of lines) {
      bytes.set(line, position)
      position += line.length
      bytes[position++] = 10
    }
    const content = random.chance(0.2) ? bytes.subarray(0, -1) : bytes
    const pieces: Uint8Array[] = []
    const size = random.pick([content.length, 1 << 16, 1000, 70_000])
    for (let from = 0; from < content.length; from += size) pieces.push(content.slice(from, from + size))
    total += lines.length
    const results = []
    for (const ingest of ingests) {
      chunks = []
      const account = await ingest.read({ file: 3, open: async () => new Blob(pieces as BlobPart[]).stream() })
      results.push({ account, chunks })
    }
    const [first, other] = results
    const accounts = [first!.account, other!.account].map((account) => JSON.stringify(account))
    if (accounts[0] !== accounts[1]) return `accounts ${accounts.join(' and ')}`
    return difference(first!.chunks, other!.chunks, plan)
  }

  return {
    run,
    scanned: () => ({ share: taken / total }),
    async shrink(lines) {
      let kept = lines
      let found = (await run(kept, createRandom(0))) ?? 'the difference depends on where the file is cut'
      for (let index = 0; index < kept.length;) {
        const fewer = kept.filter((_, i) => i !== index)
        const still = await run(fewer, createRandom(0))
        if (still === undefined) index++
        else {
          kept = fewer
          found = still
        }
      }
      return { difference: found, lines: kept }
    }
  }
}
