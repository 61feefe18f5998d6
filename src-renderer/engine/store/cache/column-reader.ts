import { defined } from '#shared/language/defined.ts'
import { ArrivingIndex } from './arriving-index.ts'
import { ArrivingMap, type NextStage } from './arriving.ts'
import type { CacheHead, CachePartHead } from './cache-write.ts'
import type { Column, IdColumn, ReferenceColumn } from '../model/column.ts'
import { tableOf } from '../build/create-store.ts'
import { idsOfRows } from '../model/id-column.ts'
import { describeColumns } from '../build/make-tables.ts'
import { OriginsReader } from './origins-reader.ts'
import type { PartReader } from './part-reader.ts'
import { patientsOfRows } from '../build/patients-of-rows.ts'
import type { TablePlan } from '../model/plan.ts'
import { notACache } from './store-ipc.ts'
import type { LabelledResources } from '../model/security-labels.ts'
import { SharedMissing } from '../model/shared-missing.ts'
import type { CodingIndex, ResourceIndex, StoreOrigins, Table } from '../model/store.ts'

type ColumnWords = Extract<CachePartHead, { of: 'column' }>
type Rows = Pick<Table, 'resource' | 'day' | 'patient' | 'patientOffsets'>

/** Takes the columns of a store as they come, and puts them where they are found. */
export class ColumnReader {
  /** By type. Entries say what has come of them, and are replaced when all has. */
  readonly resources = new Map<string, ResourceIndex>()
  readonly codings: ArrivingMap<CodingIndex>
  /** Security labels by type; they come before the columns. */
  readonly labels = new Map<string, LabelledResources>()
  readonly #parts: PartReader
  readonly #head: CacheHead
  readonly #plan: TablePlan
  readonly #origins: OriginsReader
  readonly #next: NextStage
  readonly #rows = new Map<string, Rows>()
  readonly #columns: ReadonlyMap<string, ArrivingMap<Column>>
  readonly #ids = new Map<string, IdColumn>()
  readonly #profiles = new Map<string, Int32Array>()
  readonly #missing = new Map<string, SharedMissing>()
  readonly #keys: Pick<ReferenceColumn, 'keys' | 'targets'>[] = []

  constructor(parts: PartReader, head: CacheHead, plan: TablePlan, next: NextStage) {
    this.#parts = parts
    this.#head = head
    this.#plan = plan
    this.#next = next
    this.codings = new ArrivingMap(head.codings, next)
    this.#columns = new Map(
      head.tables.map(({ name, columns }) => [
        name,
        new ArrivingMap<Column>(
          columns.map((column) => column.name),
          next
        )
      ])
    )
    this.#origins = new OriginsReader(parts, next)
  }

  get origins(): StoreOrigins {
    return this.#origins.origins
  }

  /** Takes the part at hand, and those that belong to it. */
  async take(words: CachePartHead): Promise<void> {
    const parts = this.#parts
    switch (words.of) {
      case 'rows':
        return this.#takeRows(words.table)
      case 'profile':
        this.#takeProfile(words.type, parts.numbers('profile', Int32Array))
        return parts.next()
      case 'labelled':
        this.labels.set(words.type, {
          rows: parts.numbers('rows', Int32Array),
          label: parts.numbers('label', Int32Array)
        })
        return parts.next()
      case 'ids':
        this.#ids.set(words.type, await this.#readIds())
        return
      case 'keys':
        return this.#takeKeys(words.keys, words.types)
      case 'column': {
        const column = await this.#readColumn(words)
        this.#columns.get(words.table)?.set(words.name, this.#missingOf(words.table).share(column))
        return
      }
      case 'coding': {
        const offsets = parts.numbers('offsets', Int32Array)
        await parts.nextOf('coding-ids')
        this.codings.set(words.name, { offsets, ids: parts.numbers('ids', Int32Array) })
        return parts.next()
      }
      case 'places':
        this.#takePlaces(words.type)
        return parts.next()
      case 'urls':
        return this.#origins.take()
      default:
        throw notACache()
    }
  }

  #missingOf(table: string): SharedMissing {
    const found = this.#missing.get(table) ?? new SharedMissing()
    this.#missing.set(table, found)
    return found
  }

  /** A table as far as it has come. */
  table(head: CacheHead['tables'][number]): Table {
    const rows = this.#rows.get(head.name)
    if (rows === undefined) throw notACache()
    const { name, resourceType } = head
    const about = describeColumns(
      head.columns,
      this.#plan.tables.find((table) => table.name === name)
    )
    return tableOf({
      name,
      resourceType,
      rows: head.rows,
      ...rows,
      ...about,
      columns: defined(this.#columns.get(name))
    })
  }

  /** Says that everything has come. @throws AppError `unreadable-file` when that is not so */
  complete(): void {
    const { tables, codings, resources } = this.#head
    for (const { name, columns: all } of tables) {
      const columns = defined(this.#columns.get(name))
      if (columns.size < all.length) throw notACache()
      columns.complete()
    }
    if (!this.#origins.complete) throw notACache()
    if (this.codings.size < codings.length) throw notACache()
    this.codings.complete()
    for (const { type } of resources) if (this.resources.get(type) instanceof ArrivingIndex) throw notACache()
  }

  async #takeRows(table: string): Promise<void> {
    const parts = this.#parts
    const resource = parts.numbers('resource', Int32Array)
    const day = parts.optional('day', Int32Array)
    await parts.next()
    let patientOffsets: Int32Array | undefined
    if (parts.words?.of === 'offsets') {
      patientOffsets = parts.numbers('patientOffsets', Int32Array)
      await parts.next()
    }
    const patient = patientOffsets && patientsOfRows(patientOffsets, resource.length)
    this.#rows.set(table, { resource, day, patient, patientOffsets })
  }

  #takeProfile(type: string, profile: Int32Array): void {
    const known = this.#head.resources.find((each) => each.type === type)
    if (known === undefined || profile.length !== known.count) throw notACache()
    this.#profiles.set(type, profile)
    this.resources.set(type, new ArrivingIndex(type, known.count, profile, this.#next))
  }

  #takePlaces(type: string): void {
    const parts = this.#parts
    const ids = this.#ids.get(type)
    const profile = this.#profiles.get(type)
    if (ids === undefined || profile === undefined) throw notACache()
    this.resources.set(type, {
      resourceType: type,
      count: ids.length,
      ids,
      file: parts.numbers('file', Int32Array),
      line: parts.numbers('line', Uint32Array),
      offset: parts.numbers('offset', Float64Array),
      length: parts.numbers('length', Uint32Array),
      patient: parts.numbers('patient', Int32Array),
      profile
    })
  }

  async #takeKeys(number: number, types: readonly string[]): Promise<void> {
    const parts = this.#parts
    const targets = parts.numbers('targets', Int32Array)
    await parts.nextOf('absent')
    const absentType = parts.numbers('absentType', Uint8Array)
    await parts.nextOf('absent-ids')
    const absent = await this.#readIds()
    const stored = types.map((type) => ({ type, ids: this.#ids.get(type) ?? noIds }))
    this.#keys[number] = { keys: { length: targets.length, stored, absent, absentType }, targets }
  }

  async #readIds(): Promise<IdColumn> {
    const parts = this.#parts
    const words = parts.numbers('words', Uint32Array)
    await parts.nextOf('others')
    const rows = parts.numbers('rows', Int32Array)
    const texts = parts.texts('texts')
    await parts.next()
    const others = new Map(texts.map((text, index) => [rows[index]!, text]))
    return { kind: 'id', length: words.length / 4, words, others }
  }

  async #readColumn(words: ColumnWords): Promise<Column> {
    if (words.kind === 'id' && words.shared !== true) return this.#readIds()
    const column = this.#columnAt(words)
    if (column.kind !== 'dictionary') {
      await this.#parts.next()
      return column
    }
    await this.#parts.nextOf('values')
    const values = this.#parts.texts('values')
    await this.#parts.next()
    return { ...column, values }
  }

  /** The column of the part at hand; the texts of a dictionary follow. */
  #columnAt({ table, kind, keys, shared }: ColumnWords): Column {
    const parts = this.#parts
    const head = this.#head.tables.find(({ name }) => name === table)
    const rows = this.#rows.get(table)
    if (head === undefined || rows === undefined) throw notACache()
    switch (kind) {
      case 'id': {
        const ids = this.#ids.get(head.resourceType)
        if (ids === undefined) throw notACache()
        return idsOfRows(ids, rows.resource)
      }
      case 'dictionary':
        return { kind, codes: parts.numbers('codes', Int32Array), values: [] }
      case 'date':
        return { kind, days: parts.numbers('days', Int32Array), precision: parts.numbers('precision', Uint8Array) }
      case 'dateTime':
        return {
          kind,
          days: parts.numbers('days', Int32Array),
          millis: parts.numbers('millis', Int32Array),
          offset: parts.numbers('offset', Int16Array),
          precision: parts.numbers('precision', Uint8Array)
        }
      case 'number':
        return { kind, values: parts.numbers('values', Float64Array) }
      case 'integer':
        return { kind, values: parts.numbers('values', Int32Array) }
      case 'boolean':
        return { kind, values: parts.numbers('values', Uint8Array) }
      case 'concept':
        return { kind, ids: parts.numbers('ids', Int32Array) }
      case 'reference': {
        const known = this.#keys[keys ?? -1]
        const codes = shared === true ? rows.patient : parts.numbers('codes', Int32Array)
        if (known === undefined || codes === undefined) throw notACache()
        return { kind, codes, ...known }
      }
    }
  }
}

const noIds: IdColumn = { kind: 'id', length: 0, words: new Uint32Array(0), others: new Map() }
