import { defined } from '#shared/language/defined.ts'
import type { ArrangedResources } from './arrange-resources.ts'
import { KEY_IDENTIFIER, KEY_LOGICAL, KEY_UNKNOWN, KEY_URN } from '../model/chunk.ts'
import { NONE } from '../model/column.ts'
import { hashText } from '../collect/content-hash.ts'
import type { KeyTable } from '../model/key-table.ts'
import { sourceMask } from '../collect/qualify-chunk.ts'
import { splitIdentifier } from '../model/source-keys.ts'
import { keysElsewhere, nothingElsewhere, tellUnresolved, type ShardBuild } from './shard-build.ts'
import type { ResourceNames } from '../model/resource-names.ts'

/** What every key names. */
export interface ResolvedKeys {
  /** Place of the stored resource that each key names (see `ArrangedResources`); -1 when it is not here. */
  readonly target: Int32Array
  /**
   * 1 for keys that promise a resource and do not keep it; undefined when there is none. Bulk exports often hold selected
   * types only, so a key counts when its type occurs among the stored resources at all, or is Patient.
   */
  readonly dangling: Uint8Array | undefined
  /** 1 for keys of resources that another shard has; undefined when there is none. */
  readonly elsewhere: Uint8Array | undefined
  /** The key by type and id of each key that names a resource of another shard in another way, else the key itself; absent for none. */
  readonly alias: Int32Array | undefined
  /** Ordinal of the patient that a key names, -1 when it names none that is here. */
  readonly patientOf: (key: number) => number
  /** The same for the person that each resource is about, in source order. */
  readonly patient: Int32Array
}

/** Resolves all references of a population: relative, absolute, `urn:uuid`, versioned, conditional and logical ones. */
export function resolveKeys(
  keys: KeyTable,
  arranged: ArrangedResources,
  names: ResourceNames,
  shard?: ShardBuild
): ResolvedKeys {
  const { elsewhere, alias } =
    shard === undefined ? nothingElsewhere : keysElsewhere(keys, arranged.placeOf, shard.learned)
  const target = new Int32Array(keys.count).fill(NONE)
  target.set(arranged.placeOf)
  const fullUrls = new Map(names.fullUrls.map((url, index) => [url, names.fullUrlOf[index]!]))
  const identifiers = new Map<string, number[]>()
  const name = new Uint32Array(2)
  for (const key of keys.indirect) {
    const form = keys.formOf(key)
    if (form === KEY_URN) {
      target[key] = fullUrls.get(keys.textOf(key)) ?? findById(keys, key, arranged)
    } else if (form === KEY_IDENTIFIER || form === KEY_LOGICAL) {
      const { identifier, source } = splitIdentifier(keys.textOf(key))
      hashText(identifier, name, 0)
      if (source !== undefined) sourceMask(source).forEach((word, index) => (name[index]! ^= word))
      const wanted = `${name[0]!}:${name[1]!}`
      const list = identifiers.get(wanted) ?? []
      identifiers.set(wanted, list)
      list.push(key)
    }
  }
  if (identifiers.size > 0) matchIdentifiers(names, keys, arranged, identifiers, target)
  const { first, count } = arranged.typeNamed('Patient') ?? { first: 0, count: 0 }
  const patientOf = (key: number): number => {
    const ordinal = target[key]! - first
    return ordinal >= 0 && ordinal < count ? ordinal : NONE
  }
  const patient = patientsOfKeys(arranged.patientKey, target, first, count)
  if (shard !== undefined) tellUnresolved(keys, target, elsewhere, shard)
  const dangling = findDangling(keys, arranged, target, elsewhere, shard)
  return { target, dangling, elsewhere, alias, patientOf, patient }
}

/** Ordinal of the patient that each key names, -1 without. */
function patientsOfKeys(keys: Int32Array, target: Int32Array, first: number, count: number): Int32Array {
  const patient = new Int32Array(keys.length)
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index]!
    const ordinal = key < 0 ? NONE : target[key]! - first
    patient[index] = ordinal >= 0 && ordinal < count ? ordinal : NONE
  }
  return patient
}

function findDangling(
  keys: KeyTable,
  arranged: ArrangedResources,
  target: Int32Array,
  elsewhere: Uint8Array | undefined,
  shard: ShardBuild | undefined
): Uint8Array | undefined {
  let dangling: Uint8Array | undefined
  const here = keys.types.map((types) =>
    types
      .split('|')
      .some((type) => type === 'Patient' || arranged.typeNamed(type) !== undefined || shard?.hasType(type) === true)
  )
  for (let key = 0; key < keys.count; key++) {
    if (target[key]! >= 0 || elsewhere?.[key] === 1 || !here[keys.typeOf(key)]!) continue
    const form = keys.formOf(key)
    // A contained resource is in its container, whether or not a table shows it.
    if (form === KEY_LOGICAL || (form !== KEY_UNKNOWN && !keys.isUuid(key) && keys.textOf(key).includes('#'))) continue
    dangling ??= new Uint8Array(keys.count)
    dangling[key] = 1
  }
  return dangling
}

/** Place of a resource of one of the wanted types whose id is the text of a URN. */
function findById(keys: KeyTable, key: number, arranged: ArrangedResources): number {
  for (const type of keys.types[keys.typeOf(key)]!.split('|')) {
    const place = arranged.find(type, keys.textOf(key))
    if (place >= 0) return place
  }
  return NONE
}

/** Finds resources by identifier; where several have it, the one with the smallest id is meant. */
function matchIdentifiers(
  { identifiers, identifierOf }: ResourceNames,
  keys: KeyTable,
  { types }: ArrangedResources,
  wanted: ReadonlyMap<string, readonly number[]>,
  target: Int32Array
): void {
  identifierOf.forEach((place, index) => {
    for (const asking of wanted.get(`${identifiers[index * 2]!}:${identifiers[index * 2 + 1]!}`) ?? []) {
      const named = defined(types.find(({ first, count }) => place >= first && place < first + count))
      if (!keys.types[keys.typeOf(asking)]!.split('|').includes(named.type)) continue
      if (target[asking]! < 0 || place < target[asking]!) target[asking] = place
    }
  })
}
