import type { PublishedCount } from '#shared/governance/published-count.ts'
import type { Day } from '../../base/figures/filter.ts'
import { conditionsOf } from '../published/count-conditions.ts'
import type { MemberCounts } from './count-groups.ts'
import type { PackCell } from './pack-cells.ts'

/** Everybody who is counted in a pack lives. */
const living = { dimension: 'living', values: ['living'] }

/**
 * The counts of a pack, for the register of published counts: by the same conditions as the figures of the screens.
 * @param cells those that are published
 * @param data names the data by what is in them
 * @param named a registry or cohort by its id; definitions that count other people have another name
 * @returns by the key of the cell
 */
export function packCounts(
  cells: readonly PackCell[],
  members: readonly MemberCounts[],
  asOf: Day,
  data: string,
  named: (id: string) => string = (id) => id
): ReadonlyMap<string, PublishedCount> {
  return new Map(
    cells.map(({ key, title, group, count }) => [
      key,
      {
        of: 'people',
        where: conditionsOf([living, ...conditionsOfKey(key, members, named)]),
        asOf,
        current: true,
        data,
        count,
        label: (group === '' ? title : `${title}, ${group}`).slice(0, 300)
      }
    ])
  )
}

/** What a key of a pack means, such as `registry/diabetes/age=45-64` or `control/diabetes/a1c`. */
function conditionsOfKey(
  key: string,
  members: readonly MemberCounts[],
  named: (id: string) => string
): readonly { readonly dimension: string; readonly values: readonly string[] }[] {
  const [kind, id = '', control] = key.split('/')
  if (kind === 'control') {
    const found = members.find((each) => each.kind === 'registry' && each.id === id)
    const bands = found?.controls.find((each) => each.id === control)?.bands ?? []
    return [member('registry', named(id)), { dimension: `control:${named(id)}/${control ?? ''}`, values: [...bands] }]
  }
  if (kind === 'untold') return [{ dimension: `untold:${named(id)}`, values: ['yes'] }]
  const separator = key.indexOf('=')
  const start = key.lastIndexOf('/', separator)
  const group =
    separator < 0 ? [] : [{ dimension: key.slice(start + 1, separator), values: [key.slice(separator + 1)] }]
  return kind === 'registry' || kind === 'cohort' ? [member(kind, named(id)), ...group] : group
}

function member(
  kind: MemberCounts['kind'],
  id: string
): { readonly dimension: string; readonly values: readonly string[] } {
  return { dimension: `${kind}:${id}`, values: ['yes'] }
}
