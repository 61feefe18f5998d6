import { describe, expect, it } from 'vitest'
import type { MeasurePanelParams } from '#engine/measures/results/panels.ts'
import { GapSelection, type ListOrder } from '../../../src-renderer/state/worklist/gap-selection.svelte.ts'

const order: ListOrder = {
  query: { rates: [], statuses: [], owners: [], search: '', nextVisit: 'any', actBy: undefined },
  sort: { column: 'owner', descending: false },
  revealed: false
}

/** A list of gaps that can change, and what was selected in it. */
function start(list: number[]) {
  const failures: unknown[] = []
  const chosen: (readonly number[])[] = []
  const state = { list }
  const selection = new GapSelection({
    async fetch<N extends 'entries' | 'places'>(_: N, params: MeasurePanelParams<N>) {
      const answer =
        'ranges' in params
          ? { rates: ['a'], entries: params.ranges.flatMap(([first, end]) => state.list.slice(first, end)) }
          : 'gaps' in params
            ? state.list.flatMap((entry, place) => (params.gaps.entries.includes(entry) ? [place] : []))
            : []
      return answer
    },
    order: () => order,
    choose: (places) => chosen.push(places),
    onfailure: (error) => failures.push(error)
  })
  return { selection, state, chosen, failures }
}

describe('selected gaps', () => {
  it('stay selected when what was recorded moves them', async () => {
    const { selection, state, chosen } = start([10, 11, 12, 13, 14])
    selection.hear(2, [[1, 3]])
    expect((await selection.gaps).entries).toEqual([11, 12])
    state.list = [10, 13, 14, 11, 12]
    await selection.follow()
    expect(chosen).toEqual([[3, 4]])
    // The table says what it was told, which is no new choice.
    selection.hear(2, [[3, 5]])
    expect((await selection.gaps).entries).toEqual([11, 12])
    expect([selection.count, selection.listed]).toEqual([2, 2])
  })

  it('stay selected when they leave the list, and say how many it still shows', async () => {
    const { selection, state } = start([10, 11, 12])
    selection.hear(3, [[0, 3]])
    state.list = [12]
    await selection.gaps
    await selection.follow()
    selection.hear(1, [[0, 1]])
    expect([selection.count, selection.listed]).toEqual([3, 1])
    expect((await selection.gaps).entries).toEqual([10, 11, 12])
    state.list = []
    await selection.follow()
    selection.hear(0, [])
    expect([selection.count, selection.listed]).toEqual([3, 0])
  })

  it('are not lost by what the table counts before it knows where they are', async () => {
    const { selection, state } = start([10, 11])
    selection.hear(2, [[0, 2]])
    state.list = []
    const following = selection.follow()
    selection.hear(0, [])
    await following
    expect([selection.count, selection.listed]).toEqual([2, 0])
  })

  it('change with the choice of the user, and go when it is cleared', async () => {
    const { selection, chosen } = start([10, 11, 12])
    selection.hear(1, [[0, 1]])
    await selection.follow()
    selection.hear(1, [[0, 1]])
    selection.hear(2, [[0, 2]])
    expect((await selection.gaps).entries).toEqual([10, 11])
    selection.hear(0, [])
    expect([selection.count, (await selection.gaps).entries]).toEqual([0, []])
    selection.hear(1, [[2, 3]])
    selection.clear()
    expect([selection.count, chosen.at(-1)]).toEqual([0, []])
  })

  it('report a failure', async () => {
    const failures: unknown[] = []
    const selection = new GapSelection({
      fetch: () => Promise.reject(new Error('gone')),
      order: () => order,
      choose: () => undefined,
      onfailure: (error) => failures.push(error)
    })
    selection.hear(1, [[0, 1]])
    await selection.follow()
    expect(failures).not.toEqual([])
  })
})
