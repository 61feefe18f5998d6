import type { LoadedFacts } from '../../store/build/store-builder.ts'
import type { FileAccount, JoinedChunk } from '../../store/model/chunk.ts'
import { chunkSpans, rankFiles } from '../../store/model/chunk-order.ts'
import type { ConceptTexts } from '../disk/directory.ts'
import type { PopulationBase, RemovedLines } from './saved-load.ts'
import { splitInTwo } from './split-chunks.ts'
import { partitionPoint } from '../../base/kernels/lower-bound.ts'

/** The new files cannot be added to the shards that there are: everything is to be loaded. */
export class RefreshRefused extends Error {
  /** Records name people by what all Patients together can tell; they speak for several releases; new files do not follow the others. */
  readonly reason: 'people' | 'releases' | 'order'

  constructor(reason: RefreshRefused['reason']) {
    super(reason)
    this.reason = reason
  }
}

/**
 * Whether a population can be made from another one.
 * @throws RefreshRefused where it takes all records to tell what belongs where, or by which release they were written
 */
export function requireRefreshable({ load, removed }: PopulationBase): void {
  if (load.waited) throw new RefreshRefused('people')
  const releases = ['R4', 'R4B', 'R5'] as const
  const spoken = releases.filter((release) => load.accounts.some(({ votes }) => votes[release] > 0))
  if (removed.size > 0 && spoken.length > 1) throw new RefreshRefused('releases')
}

/**
 * The facts of all files from those of the new ones. Lines that hold no longer are blank.
 * @throws RefreshRefused where the order of the files is another one, which decides about records that are there twice
 */
export function factsOfAll(facts: LoadedFacts, { load, removed }: PopulationBase): LoadedFacts {
  const [before, ranks] = [rankFiles(load.files), rankFiles(facts.files)]
  if (before.some((rank, file) => rank !== ranks[file])) throw new RefreshRefused('order')
  return {
    ...facts,
    accounts: [...load.accounts.map((account) => blanked(account, load.accounts, removed)), ...facts.accounts]
  }
}

function blanked(account: FileAccount, all: readonly FileAccount[], removed: RemovedLines): FileAccount {
  const { file, from } = account
  const offsets = removed.get(file)
  if (offsets === undefined) return account
  const next = Math.min(...all.flatMap((each) => (each.file === file && each.from > from ? [each.from] : [])))
  const lines = offsets.filter((offset) => offset >= from && offset < next).length
  return { ...account, blank: account.blank + lines, taken: account.taken - lines }
}

/** Whether a line is among those that hold no longer. */
export function isRemoved(offsets: Float64Array | undefined, offset: number): boolean {
  if (offsets === undefined) return false
  return offsets[partitionPoint(offsets.length, (line) => offsets[line]! >= offset)] === offset
}

/** What of a piece still holds; undefined where nothing does. */
export function stillHolds(piece: JoinedChunk, removed: RemovedLines): JoinedChunk | undefined {
  const { resources, findings } = piece
  const laneOfLine = (file: number, offset: number): number => (isRemoved(removed.get(file), offset) ? 1 : 0)
  const lanes = new Int32Array(resources.count)
  let hasRemovedLine = false
  for (const { file, first, end, firstFinding, endOfFindings } of chunkSpans(piece)) {
    if (!removed.has(file)) continue
    for (let row = first; row < end; row++) lanes[row] = laneOfLine(file, resources.offset[row]!)
    for (let index = firstFinding; index < endOfFindings; index++)
      hasRemovedLine ||= findings.resource[index]! < 0 && laneOfLine(file, findings.offset[index]!) === 1
  }
  return lanes.includes(1) || hasRemovedLine ? splitInTwo(piece, lanes, laneOfLine)[0] : piece
}

/**
 * The codes of a shard that stays as it is, by their numbers in it, with the displays that they have now.
 * @param now of the new population; the same object where nothing about the codes is new
 */
export function conceptsBeside(before: ConceptTexts, now: ConceptTexts): ConceptTexts {
  const isSame = (['systems', 'codes', 'displays'] as const).every(
    (list) => before[list].length === now[list].length && before[list].every((text, index) => text === now[list][index])
  )
  if (isSame) return now
  const displays = new Map(now.codes.map((code, index) => [`${now.systems[index]!}\n${code}`, now.displays[index]!]))
  return {
    ...before,
    displays: before.displays.map((display, index) => {
      const code = before.codes[index]!
      return code === '' ? display : (displays.get(`${before.systems[index]!}\n${code}`) ?? display)
    })
  }
}
