import type { ArrangedResources } from './arrange-resources.ts'
import { KEY_IDENTIFIER, KEY_LOGICAL, KEY_RESOURCE, KEY_UNKNOWN, KEY_URN } from './chunk.ts'
import type { OrderedChunk } from './chunk-order.ts'
import { NONE } from './column.ts'
import { hashText } from './content-hash.ts'
import type { KeyTable } from './key-table.ts'

/** What every key names. */
export interface ResolvedKeys {
  /** Key of the resource that each key names, which is stored; -1 when it is not here. */
  readonly target: Int32Array
  /** Keys that promise a resource and do not keep it. */
  isDangling(key: number): boolean
  /** Ordinal of the patient that a key names, -1 when it names none that is here. */
  patientOf(key: number): number
}

/** Resolves all references of a population: relative, absolute, `urn:uuid`, versioned, conditional and logical ones. */
export function resolveKeys(
  chunks: readonly OrderedChunk[],
  keys: KeyTable,
  arranged: ArrangedResources
): ResolvedKeys {
  const { storedOf, row, key } = arranged
  const target = new Int32Array(keys.count).fill(NONE)
  const fullUrls = new Map<string, number>()
  for (const { firstResource, resources } of chunks) {
    for (const [resource, url] of resources.fullUrls) fullUrls.set(url, key[firstResource + resource]!)
  }
  const identifiers = new Map<string, number[]>()
  const name = new Uint32Array(2)
  for (let own = 0; own < keys.count; own++) {
    const form = keys.formOf(own)
    if (form === KEY_RESOURCE) {
      if (storedOf[own]! >= 0) target[own] = own
    } else if (form === KEY_URN) {
      target[own] = fullUrls.get(keys.textOf(own)) ?? findById(keys, own, storedOf)
    } else if (form === KEY_IDENTIFIER || form === KEY_LOGICAL) {
      hashText(keys.textOf(own), name, 0)
      const wanted = `${name[0]!}:${name[1]!}`
      const list = identifiers.get(wanted) ?? []
      identifiers.set(wanted, list)
      list.push(own)
    }
  }
  if (identifiers.size > 0) matchIdentifiers(chunks, keys, arranged, identifiers, target)
  const patient = keys.typeCode('Patient')
  return {
    target,
    isDangling(own) {
      const form = keys.formOf(own)
      if (target[own]! >= 0 || form === KEY_LOGICAL) return false
      // A contained resource is in its container, whether or not a table shows it.
      return form === KEY_UNKNOWN || !keys.textOf(own).includes('#')
    },
    patientOf(own) {
      const named = target[own]!
      return named >= 0 && keys.typeOf(named) === patient ? row[storedOf[named]!]! : NONE
    }
  }
}

/** A resource of one of the wanted types whose id is the text of a URN. */
function findById(keys: KeyTable, own: number, storedOf: Int32Array): number {
  for (const type of keys.types[keys.typeOf(own)]!.split('|')) {
    const key = keys.find(KEY_RESOURCE, type, keys.textOf(own))
    if (key >= 0 && storedOf[key]! >= 0) return key
  }
  return NONE
}

/** Finds resources by identifier; where several have it, the one with the smallest id is meant. */
function matchIdentifiers(
  chunks: readonly OrderedChunk[],
  keys: KeyTable,
  { key, storedOf, row }: ArrangedResources,
  wanted: ReadonlyMap<string, readonly number[]>,
  target: Int32Array
): void {
  for (const { firstResource, resources } of chunks) {
    resources.identifierOf.forEach((resource, i) => {
      const own = key[firstResource + resource]!
      if (storedOf[own] !== firstResource + resource) return
      for (const asking of wanted.get(`${resources.identifiers[i * 2]!}:${resources.identifiers[i * 2 + 1]!}`) ?? []) {
        if (!keys.types[keys.typeOf(asking)]!.split('|').includes(keys.types[keys.typeOf(own)]!)) continue
        const before = target[asking]!
        if (before < 0 || row[storedOf[own]]! < row[storedOf[before]!]!) target[asking] = own
      }
    })
  }
}
