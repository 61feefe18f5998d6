import { describe, expect, it } from 'vitest'
import { giveBackWhatIsFree } from '../../../src-main/host/threads/heap-size.ts'
import { reachableBytes } from '../../support/reachable-bytes.ts'

describe('the heap', () => {
  it('gives pages back on which few objects are left', () => {
    let all: { readonly index: number; readonly text: string }[] = []
    for (let index = 0; index < 500_000; index++) all.push({ index, text: `${index}` })
    reachableBytes()
    const { heapTotal: full } = process.memoryUsage()
    // Each page still has some of these.
    all = all.filter(({ index }) => index % 100 === 0)
    giveBackWhatIsFree()
    const { heapTotal: rest } = process.memoryUsage()
    expect(all).toHaveLength(5000)
    expect(full - rest).toBeGreaterThan(20_000_000)
  })
})
