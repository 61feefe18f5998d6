import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { RowsDrawerState } from '../../../src-renderer/state/navigation/rows.svelte.ts'
import { GapDrawerState } from '../../../src-renderer/state/worklist/gap-drawer.svelte.ts'

/** A page in which nothing has the focus; it hears what takes it. */
function page() {
  class Element {
    readonly isConnected = true
  }
  const focus = vi.fn()
  vi.stubGlobal('HTMLElement', Element)
  vi.stubGlobal('SVGElement', Element)
  vi.stubGlobal('document', { body: {}, activeElement: null, querySelector: () => ({ focus }) })
  onTestFinished(() => void vi.unstubAllGlobals())
  return focus
}

describe('a drawer at the side', () => {
  it('gives the focus back when it closes, and takes none where it was not open', () => {
    const focus = page()
    const gap = new GapDrawerState()
    const rows = new RowsDrawerState(() => true)
    // The data were locked, or others opened: the drawer closes with them, and the passphrase is being typed.
    gap.close()
    rows.close()
    expect(focus).not.toHaveBeenCalled()
    gap.show({ entry: 1, patient: 1, rate: 'r', step: undefined })
    gap.close()
    expect(focus).toHaveBeenCalledOnce()
    gap.close()
    expect(focus).toHaveBeenCalledOnce()
  })
})
