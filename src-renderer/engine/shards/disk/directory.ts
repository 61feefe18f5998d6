import type { ColumnKind } from '../../store/model/column.ts'
import type { ColumnInfo, Store } from '../../store/model/store.ts'
import type { ConceptTable } from '../../store/model/concept-table.ts'
import type { ArrayPlace } from './array-places.ts'

/** Texts on the disk: their bytes one after another, and the end of each in units of UTF-16. */
export interface TextsPlace {
  readonly ends: ArrayPlace
  readonly texts: ArrayPlace
}

/** Ids on the disk: words of UUIDs; others by their entry. */
export interface IdPlace extends TextsPlace {
  readonly words: ArrayPlace
  readonly entries: ArrayPlace
}

/** A column on the disk. */
export interface ColumnPlace {
  readonly kind: ColumnKind
  /** By the names that the column has for them. */
  readonly arrays: Readonly<Record<string, ArrayPlace>>
  /** Texts of a dictionary. */
  readonly values?: TextsPlace
  /** Ids that are not those of the rows' own resources. */
  readonly ids?: IdPlace
  /** Index of a reference's keys. */
  readonly keys?: number
}

/** What references of some columns may name. */
export interface KeysPlace {
  readonly length: number
  readonly types: readonly string[]
  readonly absent: IdPlace
  readonly absentType: ArrayPlace
  readonly targets: ArrayPlace
}

/** A table on the disk. */
export interface TableDirectory {
  readonly name: string
  readonly description: string
  readonly rows: number
  readonly resourceType: string
  readonly info: readonly ColumnInfo[]
  readonly resource: ArrayPlace
  readonly patient: ArrayPlace | undefined
  readonly patientOffsets: ArrayPlace | undefined
  readonly day: ArrayPlace | undefined
  readonly columns: ReadonlyMap<string, ColumnPlace>
}

/** Names of the arrays of an index of resources. */
export const indexArrays = ['file', 'line', 'offset', 'length', 'patient', 'profile'] as const

/** The index of a type of resource on the disk. */
export interface IndexPlace {
  readonly count: number
  readonly ids: IdPlace
  readonly arrays: Readonly<Record<(typeof indexArrays)[number], ArrayPlace>>
}

/** The texts of a table of concepts. */
export type ConceptTexts = Pick<ConceptTable, 'systems' | 'codes' | 'displays'>

/** Where everything of a shard is; what is small is here itself. Plain data, which another thread can have. */
export interface ShardDirectory extends Pick<
  Store,
  'patients' | 'profiles' | 'labels' | 'files' | 'sources' | 'report' | 'snapshot' | 'leftOut'
> {
  /** The same object in all shards of a population. */
  readonly concepts: ConceptTexts
  readonly tables: readonly TableDirectory[]
  readonly keys: readonly KeysPlace[]
  readonly codings: ReadonlyMap<string, Readonly<Record<'offsets' | 'ids', ArrayPlace>>>
  readonly resources: ReadonlyMap<string, IndexPlace>
}
