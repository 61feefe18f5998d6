import { emptyBitset, setBit, type Bitset } from '../../base/kernels/bitset.ts'
import { idAt } from '../../store/model/id-column.ts'
import { splitId } from '../../store/model/source-keys.ts'
import type { Store } from '../../store/model/store.ts'

/**
 * The people on a list of those who opted out. Of a person with several records any of them may be named.
 * @param list ids of Patient resources as their server knows them or with their source, or record numbers; compared without
 * regard to case
 */
export function optedOut(store: Store, list: readonly string[]): Bitset {
  const wanted = new Set(list.map((entry) => entry.toLowerCase()))
  const people = emptyBitset(store.patients)
  const patients = store.table('patient')
  const {
    ids,
    recordNumbers: numbers,
    person
  } = store.merged ?? {
    ids: patients.column('id', 'id'),
    recordNumbers: patients.column('record_number', 'dictionary'),
    person: undefined
  }
  for (let row = 0; row < ids.length; row++) {
    const number = numbers.codes[row]! < 0 ? undefined : numbers.values[numbers.codes[row]!]
    const id = idAt(ids, row)
    const isListed = [id, id === undefined ? undefined : splitId(id).id, number].some(
      (text) => text !== undefined && wanted.has(text.toLowerCase())
    )
    if (isListed) setBit(people, person?.[row] ?? row)
  }
  return people
}
