import { commonMessages as common } from '#messages/common.ts'
import { engineSharingMessages as m } from '#messages/engine/sharing.ts'
import type { ReleaseCell } from '../../base/privacy/release.ts'
import type { GroupCounts, MemberCounts } from './count-groups.ts'

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

/**
 * The people of a registry or a cohort, by group, with those of each group who are not in it, the controls of a registry, and
 * those of whom the data cannot tell whether they are in a cohort.
 */
export function memberCells(counts: MemberCounts, people: GroupCounts): PackCells {
  const { kind, id: registry, title, members, controls, unknown } = counts
  const key = `${kind}/${registry}`
  const rest: GroupCounts = {
    all: people.all - members.all,
    groups: members.groups.map(({ grouping, counts }, index) => ({
      grouping,
      counts: people.groups[index]!.counts.map((count, value) => count - counts[value]!)
    }))
  }
  const of = (cell: PackCell): PackCell => ({ ...cell, of: cell.key.replace(key, 'people') })
  const inside = grouped(key, title, members.all, members.groups)
  const outside = grouped(`not/${key}`, m.notMembersOf(title), rest.all, rest.groups)
  const parts = controls.flatMap(({ id, title: goal, met, all }) => {
    const name = `control/${registry}/${id}`
    const titled = { title: `${title}: ${goal}`, group: '', of: key }
    return [
      { ...titled, key: name, count: met },
      { ...titled, key: `not/${name}`, count: all - met, unpublished: true }
    ]
  })
  const undecidable: PackCell[] =
    unknown === undefined
      ? []
      : [
          { key: `untold/${registry}`, title: m.cannotBeDeterminedOf(title), group: '', count: unknown, of: 'people' },
          { key: `told/${registry}`, title, group: '', count: rest.all - unknown, unpublished: true }
        ]
  return {
    cells: [
      ...inside.cells.map(of),
      ...outside.cells.map((cell) => ({ ...cell, unpublished: true })),
      ...parts,
      ...undecidable
    ],
    sums: [
      ...inside.sums,
      ...inside.cells.map(({ key: member }) => ({
        total: member.replace(key, 'people'),
        parts: [member, `not/${member}`]
      })),
      ...controls.map(({ id }) => ({
        total: key,
        parts: [`control/${registry}/${id}`, `not/control/${registry}/${id}`]
      })),
      ...(unknown === undefined ? [] : [{ total: `not/${key}`, parts: [`untold/${registry}`, `told/${registry}`] }])
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
