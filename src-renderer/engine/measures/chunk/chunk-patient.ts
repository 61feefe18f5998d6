import { elementOf } from '../../cql/elm/fhir/fhir-elements.ts'
import type { FhirValues } from '../../cql/elm/fhir/fhir-values.ts'
import { roleTest, type RolePolicy } from '../../cql/elm/fhir/roles.ts'
import type { PatientData, RetrieveRequest } from '../../cql/elm/runtime/patient-data.ts'
import type { CodeFilter } from '../../cql/elm/values/concept-numbers.ts'
import type { FhirObject } from '../../cql/elm/values/fhir-element.ts'
import type { Interval } from '../../cql/elm/values/value.ts'
import { CodedRows } from '../records/coded-rows.ts'
import { meetsDates } from '../records/meets-dates.ts'
import { CommonResources, commonTypes } from '../records/common-resources.ts'
import { chunkTables, type ChunkTable } from './chunk-table.ts'
import type { MeasureChunk } from './measure-chunk.ts'

const none: readonly FhirObject[] = []

/** The retrieve of the patient's own record. */
const patientRequest: RetrieveRequest = {
  dataType: 'Patient',
  templateId: undefined,
  codeProperty: undefined,
  dateProperty: undefined
}

/** One table with the records of the current patient that were read so far. */
class OpenTable {
  readonly table: ChunkTable
  #patient = -1
  /** First row of the current patient. */
  #start = 0
  #records: (FhirObject | undefined)[] = []

  constructor(table: ChunkTable) {
    this.table = table
  }

  /** @returns whether the table has records of the patient */
  moveTo(ordinal: number): boolean {
    const patient = ordinal - this.table.firstPatient
    const inside = patient >= 0 && patient < this.table.patients
    if (!inside && this.#patient >= 0) this.table.forget()
    this.#patient = inside ? patient : -1
    if (this.#records.length > 0) this.#records = []
    if (!inside) return false
    this.#start = this.table.first(patient)
    return this.table.first(patient + 1) > this.#start
  }

  addTo(found: FhirObject[], request: RetrieveRequest, codes: CodeFilter | undefined): void {
    this.table.retrieve(this.#patient, request, codes, (row) => {
      const index = row - this.#start
      let record = this.#records[index]
      if (record === undefined) {
        record = this.table.record(row)
        this.#records[index] = record
      }
      found.push(record)
    })
  }

  links(): readonly string[] {
    return this.table.links(this.#patient)
  }
}

/** The records of one patient after the other, read from chunks as they are asked for. */
export class ChunkPatient implements PatientData {
  readonly #tables = new Map<string, OpenTable[]>()
  /** Tables that hold the current patient, by type. */
  readonly #current = new Map<string, OpenTable[]>()
  readonly #shared = new CommonResources()
  readonly #policy: RolePolicy
  readonly #fhir: FhirValues
  #referred: readonly FhirObject[] | undefined

  constructor(chunks: readonly MeasureChunk[], policy: RolePolicy, fhir: FhirValues) {
    this.#policy = policy
    this.#fhir = fhir
    for (const chunk of chunks) {
      for (const [type, table] of chunkTables(chunk, policy, fhir.concepts)) {
        if (chunk.first < 0) for (let row = 0; row < table.rows; row++) this.#shared.add(table.record(row))
        else this.#add(type, new OpenTable(table))
      }
    }
  }

  #add(type: string, table: OpenTable): void {
    const known = this.#tables.get(type)
    if (known === undefined) this.#tables.set(type, [table])
    else known.push(table)
  }

  /** Goes to a patient, by ordinal; what was read of another one is forgotten. Quickest in ascending order. */
  moveTo(ordinal: number): void {
    this.#referred = undefined
    for (const [type, tables] of this.#tables) {
      const current = tables.filter((item) => item.moveTo(ordinal))
      if (current.length > 0) this.#current.set(type, current)
      else this.#current.delete(type)
    }
  }

  /** Id of the patient's own record; undefined where there is none. */
  get id(): string | undefined {
    const id = this.#own(patientRequest, undefined)[0]?.['id']
    return typeof id === 'string' ? id : undefined
  }

  retrieve(request: RetrieveRequest, codes?: CodeFilter, dateRange?: Interval): readonly FhirObject[] {
    const { dataType, codeProperty, dateProperty } = request
    const filter = codeProperty === undefined ? undefined : codes
    let rows = this.#own(request, filter)
    if (!this.#shared.isEmpty && commonTypes.has(dataType)) rows = [...rows, ...this.#sharedRows(request, filter)]
    if (dateRange === undefined || dateProperty === undefined) return rows
    return rows.filter((row) => meetsDates(elementOf(row, dateProperty), dateRange, this.#fhir))
  }

  #own(request: RetrieveRequest, codes: CodeFilter | undefined): readonly FhirObject[] {
    const tables = this.#current.get(request.dataType)
    if (tables === undefined) return none
    const found: FhirObject[] = []
    for (const table of tables) table.addTo(found, request, codes)
    return found
  }

  #sharedRows(
    { dataType, templateId, codeProperty }: RetrieveRequest,
    codes: CodeFilter | undefined
  ): readonly FhirObject[] {
    const links = (): readonly string[] => [...this.#current.values()].flat().flatMap((item) => item.links())
    this.#referred ??= this.#shared.referred(links())
    const rows = this.#referred.filter((item) => item['resourceType'] === dataType)
    const test = roleTest(templateId, this.#policy)
    if (codes !== undefined && codeProperty !== undefined) {
      return new CodedRows(rows, codeProperty, this.#fhir.concepts).matching(codes, test)
    }
    return test === undefined ? rows : rows.filter(test)
  }
}
