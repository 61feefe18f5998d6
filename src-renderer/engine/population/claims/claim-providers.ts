import { enginePopulationClaimsMessages as m } from '#messages/engine/population/claims.ts'
import { targetOf } from '../../store/model/column.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import { numberKeys } from '../../store/model/reference-keys.ts'
import type { Store, Table } from '../../store/model/store.ts'

/** Who is named as the provider of each claim. */
export interface ClaimProviders {
  /** Index into `keys` per claim, -1 where none is named. */
  readonly codes: Int32Array
  /** Reference keys, each once; of a provider inside the claim that has a National Provider Identifier, a key of that. */
  readonly keys: readonly string[]
}

const known = new DerivedValues<Table, ClaimProviders>()

/**
 * The providers of claims. CMS writes the provider inside each claim, as a resource of its own that no other claim names: such providers are
 * the same where their National Provider Identifier is.
 */
export function claimProviders(store: Store, claims: Table): ClaimProviders {
  return known.get(claims, () => readProviders(store, claims))
}

function readProviders(store: Store, claims: Table): ClaimProviders {
  const reference = claims.column('provider_id', 'reference')
  const npiOf = containedNpis(store, claims)
  const keys: string[] = []
  const places = new Map<string, number>()
  const placeOf = (key: string): number => {
    const place = places.get(key) ?? keys.push(key) - 1
    places.set(key, place)
    return place
  }
  // Claims are many more than providers: a key is made a text once.
  const texts: string[] = []
  const textOf = numberKeys(reference, (key) => texts.push(key) - 1)
  const isContained = texts.map((text) => text.includes('#'))
  const placeOfText = new Int32Array(texts.length).fill(-1)
  const codes = reference.codes.map((code, row) => {
    if (code < 0) return -1
    const text = textOf[code]!
    const npi = isContained[text] === true ? npiOf?.get(row) : undefined
    if (npi !== undefined) return placeOf(`?identifier=|${npi}`)
    if (placeOfText[text]! < 0) placeOfText[text] = placeOf(texts[text]!)
    return placeOfText[text]!
  })
  return { codes, keys }
}

/** The National Provider Identifier of the first organization inside each claim that has one; undefined where no claim has. */
function containedNpis({ tables }: Store, claims: Table): ReadonlyMap<number, string> | undefined {
  const parts = tables.get(`${claims.name}_contained`)
  if (parts === undefined || parts.rows === 0) return undefined
  const owner = parts.column(`${claims.name}_id`, 'reference')
  const npi = parts.column('npi', 'dictionary')
  const found = new Map<number, string>()
  for (let part = 0; part < parts.rows; part++) {
    const claim = targetOf(owner, part)
    if (claim >= 0 && npi.codes[part]! >= 0 && !found.has(claim)) found.set(claim, npi.values[npi.codes[part]!]!)
  }
  return found
}

/** What a provider is called whom a reference names by an identifier alone; undefined for other keys. */
export function identifierLabel(key: string): string | undefined {
  const value = /^[A-Za-z/]*\?identifier=(?:[^|]*\|)?(.+)$/.exec(key)?.[1]
  return value !== undefined && /^\d{10}$/.test(value) ? m.npi(value) : value
}
