import { defined } from '#shared/language/defined.ts'
import { ConceptNumbers } from '../../cql/elm/values/concept-numbers.ts'
import type { FhirObject } from '../../cql/elm/values/fhir-element.ts'
import { objectOf, textOf } from '../../cql/elm/fhir/fhir-json.ts'
import { commonTypes } from '../records/common-resources.ts'
import { withOwnMedication } from '../records/contained-medication.ts'
import type { ExtractionPlan } from './extraction-plan.ts'
import type { MeasureChunk, PatientRange } from './measure-chunk.ts'
import { SectionWriter } from './section-writer.ts'
import { ValueWriter } from './value-writer.ts'

/**
 * Bytes of JSON after which whoever extracts takes out what was taken: enough that equal values are mostly held once, and little
 * next to the memory of a program, since what grows takes up to three times as much for a while.
 */
export const JSON_PER_CHUNK = 64 * 1024 * 1024

/** Records of one range of patients. */
class RangeWriter {
  readonly #plan: ExtractionPlan
  readonly #range: PatientRange
  readonly #values = new ValueWriter()
  readonly #concepts = new ConceptNumbers()
  readonly #sections = new Map<string, SectionWriter>()
  unreadable = 0

  constructor(plan: ExtractionPlan, range: PatientRange) {
    this.#plan = plan
    this.#range = range
  }

  /** @param patient an ordinal of the range, or -1 */
  add(patient: number, type: string, resource: FhirObject): void {
    let section = this.#sections.get(type)
    if (section === undefined) {
      section = new SectionWriter(defined(this.#plan.types.get(type)), this.#plan, this.#values, this.#concepts)
      this.#sections.set(type, section)
    }
    section.add(patient, resource)
  }

  finish(): MeasureChunk {
    const { first, count } = this.#range
    return {
      first,
      count,
      sections: [...this.#sections.values()].map((section) => section.finish()),
      concepts: { systems: this.#concepts.systems, codes: this.#concepts.codes },
      ...this.#values.finish(),
      unreadable: this.unreadable
    }
  }
}

/** Takes from raw records what some measures read, once for any number of runs. Records may come in any order. */
export class ChunkExtractor {
  readonly #plan: ExtractionPlan
  readonly #ranges: readonly PatientRange[]
  readonly #writers: (RangeWriter | undefined)[]
  #shared: RangeWriter | undefined
  readonly #decoder = new TextDecoder()
  #last = 0

  /** @param ranges ascending, without overlap; records of patients outside of them are left out */
  constructor(plan: ExtractionPlan, ranges: readonly PatientRange[]) {
    this.#plan = plan
    this.#ranges = ranges
    this.#writers = ranges.map(() => undefined)
  }

  /**
   * Adds one record.
   * @param patient ordinal of the patient that it belongs to; -1 for one of a type that belongs to nobody
   * @param json text of one resource; what is no JSON object is counted and left out
   */
  add(patient: number, json: Uint8Array): void {
    let resource: FhirObject | undefined
    try {
      resource = objectOf(JSON.parse(this.#decoder.decode(json)) as FhirObject)
    } catch {
      resource = undefined
    }
    if (resource !== undefined) {
      this.addResource(patient, resource)
      return
    }
    const writer = this.#writer(patient)
    if (writer !== undefined) writer.unreadable++
  }

  /** Adds one record that is parsed already. */
  addResource(patient: number, resource: FhirObject): void {
    const type = textOf(resource['resourceType']) ?? ''
    if (!this.#plan.types.has(type) || (patient < 0 && !commonTypes.has(type))) return
    this.#writer(patient)?.add(patient, type, withOwnMedication(resource))
  }

  /** The writer of a patient's range, which is remembered. */
  #writer(patient: number): RangeWriter | undefined {
    if (patient < 0) return (this.#shared ??= new RangeWriter(this.#plan, { first: -1, count: 1 }))
    const holds = (index: number): boolean => {
      const range = this.#ranges[index]
      return range !== undefined && patient >= range.first && patient < range.first + range.count
    }
    if (!holds(this.#last)) {
      const found = this.#ranges.findIndex((_, index) => holds(index))
      if (found < 0) return undefined
      this.#last = found
    }
    return (this.#writers[this.#last] ??= new RangeWriter(this.#plan, this.#ranges[this.#last]!))
  }

  /** What was taken since the last call, one chunk for each range that has records, and one for those that belong to nobody. */
  finish(): readonly MeasureChunk[] {
    const writers = [...this.#writers, this.#shared].filter((item) => item !== undefined)
    this.#writers.fill(undefined)
    this.#shared = undefined
    return writers.map((writer) => writer.finish())
  }
}
