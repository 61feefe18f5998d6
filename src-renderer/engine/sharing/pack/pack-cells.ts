import { commonMessages as common } from '#messages/common.ts'
import { engineSharingMessages as m } from '#messages/engine/sharing.ts'
import type { ReleaseCell } from '../../base/privacy/suppress-release.ts'
import type { GroupCounts, RegistryCounts } from './count-groups.ts'

/** A number of people before it is known how it may leave. */
export interface PackCell {
  readonly key: string
  readonly title: string
  readonly group: string
  readonly count: number
  /** Key of what it is a part of. */
  readonly of?: string
  /** It is not published, and must not be found: the rest of a whole. */
  readonly unpublished?: ReleaseCell['unpublished']
}

/** The numbers of a pack, with how they add up by key. */
export interface PackCells {
  readonly cells: readonly PackCell[]
  readonly sums: readonly { readonly total: string; readonly parts: readonly string[] }[]
}

/** The people of a pack, by group. */
export function peopleCells({ all, groups }: GroupCounts): PackCells {
  return grouped('people', common.people, all, groups)
}

/** The people of a registry, by group, with those of each group who are not in it, and its controls. */
export function registryCells({ registry, members, controls }: RegistryCounts, people: GroupCounts): PackCells {
  const key = `registry/${registry.id}`
  const rest: GroupCounts = {
    all: people.all - members.all,
    groups: members.groups.map(({ grouping, counts }, index) => ({
      grouping,
      counts: people.groups[index]!.counts.map((count, value) => count - counts[value]!)
    }))
  }
  const of = (cell: PackCell): PackCell => ({ ...cell, of: cell.key.replace(key, 'people') })
  const inside = grouped(key, registry.title, members.all, members.groups)
  const outside = grouped(`not/${key}`, m.notInTheRegistry(registry.title), rest.all, rest.groups)
  const parts = controls.flatMap(({ id, title, met, all }) => {
    const name = `control/${registry.id}/${id}`
    const titled = { title: `${registry.title}: ${title}`, group: '', of: key }
    return [
      { ...titled, key: name, count: met },
      { ...titled, key: `not/${name}`, count: all - met, unpublished: true }
    ]
  })
  return {
    cells: [...inside.cells.map(of), ...outside.cells.map((cell) => ({ ...cell, unpublished: true })), ...parts],
    sums: [
      ...inside.sums,
      ...inside.cells.map(({ key: member }) => ({
        total: member.replace(key, 'people'),
        parts: [member, `not/${member}`]
      })),
      ...controls.map(({ id }) => ({
        total: key,
        parts: [`control/${registry.id}/${id}`, `not/control/${registry.id}/${id}`]
      }))
    ]
  }
}

function grouped(key: string, title: string, all: number, groups: GroupCounts['groups']): PackCells {
  const cells: PackCell[] = [{ key, title, group: '', count: all }]
  const sums = groups.map(({ grouping, counts }) => {
    const parts = grouping.values.map(({ value, label }, place) => {
      const part = `${key}/${grouping.id}=${value}`
      cells.push({ key: part, title, group: `${grouping.label}: ${label}`, count: counts[place]! })
      return part
    })
    return { total: key, parts }
  })
  return { cells, sums }
}
