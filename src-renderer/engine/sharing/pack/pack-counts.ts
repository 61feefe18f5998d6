import type { PublishedCount } from '#shared/governance/published-count.ts'
import type { Day } from '../../base/figures/filter.ts'
import { bandValues } from '../../population/registries/control-band.ts'
import { conditionsOf } from '../published/count-conditions.ts'
import type { RegistryCounts } from './count-groups.ts'
import type { PackCell } from './pack-cells.ts'

/** Everybody who is counted in a pack lives. */
const living = { dimension: 'living', values: ['living'] }

/**
 * The counts of a pack, for the register of published counts: by the same conditions as the figures of the screens.
 * @param cells those that are published
 * @param data names the data by what is in them
 * @param named a registry by its id; definitions that count other people have another name
 * @returns by the key of the cell
 */
export function packCounts(
  cells: readonly PackCell[],
  registries: readonly RegistryCounts[],
  asOf: Day,
  data: string,
  named: (id: string) => string = (id) => id
): ReadonlyMap<string, PublishedCount> {
  return new Map(
    cells.map(({ key, title, group, count }) => [
      key,
      {
        of: 'people',
        where: conditionsOf([living, ...conditionsOfKey(key, registries, named)]),
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
  registries: readonly RegistryCounts[],
  named: (id: string) => string
): readonly { readonly dimension: string; readonly values: readonly string[] }[] {
  const [kind, id = '', control] = key.split('/')
  if (kind === 'control') {
    const found = registries
      .find(({ registry }) => registry.id === id)
      ?.registry.controls.find((each) => each.id === control)
    const bands = found === undefined ? [] : bandValues(found).map(({ value }) => value)
    const met = found?.goal.bands.filter((band) => bands.includes(band)) ?? []
    return [member(named(id)), { dimension: `control:${named(id)}/${control ?? ''}`, values: met }]
  }
  const at = key.indexOf('=')
  const start = key.lastIndexOf('/', at)
  const group = at < 0 ? [] : [{ dimension: key.slice(start + 1, at), values: [key.slice(at + 1)] }]
  return kind === 'registry' ? [member(named(id)), ...group] : group
}

function member(registry: string): { readonly dimension: string; readonly values: readonly string[] } {
  return { dimension: `registry:${registry}`, values: ['yes'] }
}
