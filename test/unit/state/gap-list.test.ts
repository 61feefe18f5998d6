import { describe, expect, it } from 'vitest'
import { GapList } from '../../../src-renderer/state/worklist/gap-list.svelte.ts'
import { firstChoice } from '../../../src-renderer/state/worklist/worklist-choice.ts'

describe('what the worklist shows', () => {
  it('is exactly what an address names, whatever was chosen before', () => {
    const list = new GapList()
    list.arrive({ screen: 'gaps' }, 1)
    list.change({ owners: ['Ada'], nextVisit: 'none' })
    list.arrive({ screen: 'gaps', rate: 'a/rate', statuses: ['closed'] }, 2)
    expect(list.choice).toEqual({ ...firstChoice, rates: ['a/rate'], statuses: ['closed'] })
    // The address of an earlier entry of the history again is a press on another number.
    list.change({ owners: ['Ada'] })
    list.arrive({ screen: 'gaps', rate: 'a/rate', statuses: ['closed'] }, 3)
    expect(list.choice.owners).toEqual([])
  })

  it('stays as it was left when one comes back', () => {
    const list = new GapList()
    list.arrive({ screen: 'gaps', rate: 'a/rate' }, 1)
    list.change({ owners: ['Ada'] })
    list.arrive({ screen: 'gaps', rate: 'a/rate' }, 1)
    expect(list.choice).toEqual({ ...firstChoice, rates: ['a/rate'], owners: ['Ada'] })
    // The list itself, from the navigation: what somebody chose stays, but for the measure.
    list.arrive({ screen: 'gaps' }, 2)
    expect(list.choice).toEqual({ ...firstChoice, owners: ['Ada'] })
  })

  it('starts over from the navigation after an address that named rows', () => {
    const list = new GapList()
    list.arrive({ screen: 'gaps', statuses: ['closed'] }, 1)
    list.arrive({ screen: 'gaps' }, 2)
    expect(list.choice).toEqual(firstChoice)
  })

  it('keeps the chosen columns whatever rows are shown', () => {
    const list = new GapList()
    list.change({ columns: ['practice'] })
    list.arrive({ screen: 'gaps', rate: 'a/rate', statuses: ['closed'] }, 1)
    expect(list.choice.columns).toEqual(['practice'])
    list.arrive({ screen: 'gaps' }, 2)
    expect(list.choice.columns).toEqual(['practice'])
  })

  it('has an address for another measure, and keeps the rest of the choice there', () => {
    const list = new GapList()
    list.arrive({ screen: 'gaps' }, 1)
    list.change({ nextVisit: 'none' })
    expect(list.change({ rates: ['b/rate'] })).toEqual({ screen: 'gaps', rate: 'b/rate' })
    list.stay(2)
    list.arrive({ screen: 'gaps', rate: 'b/rate' }, 2)
    expect(list.choice).toMatchObject({ rates: ['b/rate'], nextVisit: 'none' })
    expect(list.change({ statuses: ['open'] })).toBeUndefined()
    expect(list.change({ rates: ['b/rate', 'c/rate'] })).toEqual({ screen: 'gaps' })
  })
})
