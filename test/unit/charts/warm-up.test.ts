import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Scene } from '../../../src-renderer/charts/model/scene.ts'
import { yieldToPaint } from '../../../src-renderer/state/feedback/yield-to-paint.ts'

const drawn: Scene[] = []
const disposed = vi.fn()
vi.mock('../../../src-renderer/charts/drawing/echarts.ts', () => ({
  startChart: () => ({ dispose: disposed }),
  drawScene: (_: unknown, scene: Scene) => void drawn.push(scene)
}))
vi.mock('../../../src-renderer/charts/drawing/appearance.ts', () => ({ appearance: () => ({ font: 'Inter' }) }))
vi.stubGlobal('document', { createElement: () => ({}) })
const { warmUp } = await import('../../../src-renderer/charts/drawing/warm-up.ts')

afterEach(() => vi.unstubAllGlobals())

describe('the first chart of a page', () => {
  it('is prepared once, in turns, by a shape and by both weights of the face, and nothing of it stays', async () => {
    warmUp()
    warmUp()
    expect(drawn).toEqual([])
    for (let task = 0; task < 8; task++) await yieldToPaint()
    expect(
      drawn.map(({ shapes }) => shapes.map((shape) => (shape.kind === 'text' ? shape.weight : shape.kind)))
    ).toEqual([['rect'], [400], [500]])
    expect(disposed).toHaveBeenCalledTimes(3)
  })
})
