import { describe, expect, it } from 'vitest'
import { ScreenMemory, type ListPlace } from '../../../src-renderer/state/navigation/screen-memory.ts'

const place = (search: string): ListPlace => ({ search, top: 280, active: 12 })

describe('the place on a screen', () => {
  it('is that of the entry of the history', () => {
    const memory = new ScreenMemory()
    memory.remember(1, 1, place('diabetes'))
    memory.remember(3, 1, place('statin'))
    expect([1, 2, 3].map((entry) => memory.recall(entry, 1)?.search)).toEqual(['diabetes', undefined, 'statin'])
    memory.remember(1, 1, place('asthma'))
    expect(memory.recall(1, 1)).toEqual(place('asthma'))
  })

  it('means nothing in other data, and is forgotten with them', () => {
    const memory = new ScreenMemory()
    memory.remember(1, 1, place('diabetes'))
    expect(memory.recall(1, 2)).toBeUndefined()
    memory.clear()
    expect(memory.recall(1, 1)).toBeUndefined()
  })

  it('is not remembered for ever', () => {
    const memory = new ScreenMemory()
    for (let entry = 0; entry <= 100; entry++) memory.remember(entry, 1, place(''))
    expect([memory.recall(0, 1), memory.recall(1, 1)]).toEqual([undefined, place('')])
  })
})
