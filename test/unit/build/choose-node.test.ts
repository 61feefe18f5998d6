import { describe, expect, it } from 'vitest'
import { chooseNode } from '../../../build/choose-node.mjs'

const program = (path: string, version: string) => ({ path, version })

describe('the Node that runs Populus', () => {
  it('is the running one where that is current', () => {
    expect(
      chooseNode([program('running', '26.1.0'), program('user', '24.9.0'), program('packaged', '24.21.0')])
    ).toEqual({ path: 'running', warning: undefined })
  })

  it('is the one of the user where the packages have an old one only', () => {
    const candidates = [program('packaged', '24.0.0'), program('user', 'v24.5.0'), program('packaged', '24.0.0')]
    expect(chooseNode(candidates)).toEqual({ path: 'user', warning: undefined })
  })

  it('is the one of the packages where the user has an old one', () => {
    expect(chooseNode([program('user', '20.20.2'), undefined, program('packaged', '24.21.0')])).toEqual({
      path: 'packaged',
      warning: undefined
    })
  })

  it('is the newest where none is current, with a warning that says what is missing', () => {
    const { path, warning } = chooseNode([program('user', '20.20.2'), program('packaged', '24.4.1'), undefined])
    expect(path).toBe('packaged')
    expect(warning).toContain('Node 24.4.1 lacks security releases')
    expect(warning).toContain('Install Node 24.5 or later')
  })
})
