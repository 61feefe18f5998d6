import type { ExtractionPlan, TypePlan } from './extraction-plan.ts'
import { chunkBytes, type MeasureChunk } from './measure-chunk.ts'

/** Records that serve a plan: some types of one extraction. */
export interface RecordCachePart {
  /** Number of the extraction. */
  readonly extraction: number
  readonly types: readonly string[]
}

/** Where the records of a plan are. */
export interface FoundRecords {
  readonly parts: readonly RecordCachePart[]
  /** Types of which something is to be taken that no extraction has. */
  readonly missing: ReadonlySet<string>
}

/** What one extraction took. */
interface Extraction {
  readonly plan: ExtractionPlan
  /** Members that were left out of the records, by type; undefined where they are not known. */
  readonly dropped: ReadonlyMap<string, readonly string[] | undefined>
  readonly bytes: number
}

/**
 * Keeps account of what was taken of a population's records, so that content that needs more has only that taken: types
 * that are new, and types of which other codes or members are read.
 */
export class RecordCache {
  readonly #maxBytes: number
  /** By number, the one used last at the end. */
  readonly #extractions = new Map<number, Extraction>()
  #next = 0

  /** @param maxBytes bytes; what was used longest ago goes first when there are more */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  /** Finds what serves a plan; of several extractions the one used last. */
  find(plan: ExtractionPlan): FoundRecords {
    const newest = [...this.#extractions].reverse()
    const parts = new Map<number, string[]>()
    const missing = new Set<string>()
    for (const type of plan.types.keys()) {
      const found = newest.find(([, extraction]) => serves(extraction, plan, type))
      if (found === undefined) missing.add(type)
      else parts.set(found[0], [...(parts.get(found[0]) ?? []), type])
    }
    return { parts: [...parts].map(([extraction, types]) => ({ extraction, types })), missing }
  }

  /** Whether all parts are still held. */
  has(parts: readonly RecordCachePart[]): boolean {
    return parts.every(({ extraction }) => this.#extractions.has(extraction))
  }

  /** Marks parts as used just now. */
  use(parts: readonly RecordCachePart[]): void {
    for (const { extraction } of parts) {
      const used = this.#extractions.get(extraction)
      if (used === undefined) continue
      this.#extractions.delete(extraction)
      this.#extractions.set(extraction, used)
    }
  }

  /** @param chunks all that were taken by a plan @returns its number */
  add(plan: ExtractionPlan, chunks: readonly MeasureChunk[]): number {
    const dropped = new Map<string, readonly string[] | undefined>()
    for (const { type, dropped: sectionDropped } of chunks.flatMap(({ sections }) => sections)) {
      const known = dropped.has(type) ? dropped.get(type) : []
      dropped.set(
        type,
        sectionDropped === undefined || known === undefined ? undefined : [...new Set([...known, ...sectionDropped])]
      )
    }
    const bytes = chunks.reduce((sum, chunk) => sum + chunkBytes(chunk), 0)
    this.#extractions.set(this.#next, { plan, dropped, bytes })
    return this.#next++
  }

  /** Gives up everything. @returns the numbers of what was given up */
  clear(): readonly number[] {
    const given = [...this.#extractions.keys()]
    this.#extractions.clear()
    return given
  }

  /** Gives up what was used longest ago while there is too much. @returns the numbers of what was given up */
  makeRoom(): readonly number[] {
    let total = [...this.#extractions.values()].reduce((sum, { bytes }) => sum + bytes, 0)
    const given: number[] = []
    for (const [number, { bytes }] of this.#extractions) {
      if (total <= this.#maxBytes) break
      given.push(number)
      total -= bytes
    }
    for (const number of given) this.#extractions.delete(number)
    return given
  }
}

/** Whether an extraction has all that a plan reads of a type. */
function serves({ plan: cachedPlan, dropped }: Extraction, plan: ExtractionPlan, type: string): boolean {
  const [extracted, wanted] = [cachedPlan.types.get(type), plan.types.get(type)]
  if (extracted === undefined || wanted === undefined || !holdsCodes(extracted, wanted)) return false
  if (wanted.hasRoles && !extracted.hasRoles) return false
  for (const shared of plan.shared) if (!cachedPlan.shared.has(shared)) return false
  if (!dropped.has(type)) return true
  return dropped.get(type)?.some((member) => plan.keeps(member)) === false
}

/** Whether records are there for all codes that are looked for, with the codes of all elements. */
function holdsCodes(extracted: TypePlan, wanted: TypePlan): boolean {
  if (wanted.codeElements.some((element) => !extracted.codeElements.includes(element))) return false
  if (extracted.sought === undefined) return true
  return (
    wanted.sought?.every(({ element, codes }) => {
      const parts = new Set(extracted.sought?.find((item) => item.element === element)?.codes.parts)
      return codes.parts.every((part) => parts.has(part))
    }) === true
  )
}
