import { describe, expect, it } from 'vitest'
import type { Output } from '#shared/contract/contract.ts'
import { LinkedPlace } from '../../../src-renderer/state/linked-place.svelte.ts'
import type { Route } from '../../../src-renderer/state/navigation/route.ts'
import { linkedScreens } from '#shared/contract/deep-link.ts'
import { fakeTransport } from '../../support/fake-transport.ts'

function scene(place: Output<'links.take'>, { loaded = true, included = true } = {}) {
  const went: Route[] = []
  const said: string[] = []
  const waiting = { place }
  const transport = fakeTransport({
    'links.take': () => {
      const { place: next } = waiting
      waiting.place = undefined
      return next
    }
  })
  const data = { loaded }
  const link = new LinkedPlace({
    transport,
    router: { go: (route) => void went.push(route) },
    session: {
      get loaded() {
        return (data.loaded ? {} : undefined) as never
      }
    },
    panels: {
      fetch: async (_, params) => {
        const query = 'query' in params ? params.query : ''
        const rows = [{ id: `${query}0`, patient: 1 }, ...(query === 'p1' ? [{ id: 'p1', patient: 7 }] : [])]
        return { rows } as never
      }
    },
    access: { mayOpen: () => included },
    toasts: { show: (text: string) => void said.push(text) } as never
  })
  return { link, went, said, data, transport, waiting }
}

describe('a link from outside', () => {
  it('opens nothing before the user agrees', async () => {
    const { link, went, transport, waiting } = scene({ kind: 'screen', screen: 'quality' })
    await link.take()
    expect([link.asked, went]).toEqual([{ kind: 'screen', screen: 'quality' }, []])
    link.refuse()
    await link.open()
    expect([link.asked, went]).toEqual([undefined, []])
    waiting.place = { kind: 'screen', screen: 'quality' }
    transport.emit('links.arrived', {})
    await expect.poll(() => link.asked).toBeDefined()
    await link.open()
    expect(went).toEqual([{ screen: 'quality' }])
  })

  it.each(linkedScreens)('leads to the screen %s', async (screen) => {
    const { link, went } = scene({ kind: 'screen', screen })
    await link.take()
    await link.open()
    expect(went.map((route) => route.screen)).toEqual([screen])
  })

  it('finds a person by the exact id, once data are loaded', async () => {
    const { link, went, said, data } = scene({ kind: 'patient', id: 'p1' }, { loaded: false })
    await link.take()
    expect([link.asked, said.length]).toEqual([undefined, 1])
    data.loaded = true
    expect(link.asked).toEqual({ kind: 'patient', id: 'p1' })
    await link.open()
    expect(went).toEqual([{ screen: 'patient', patient: 7 }])
  })

  it('says why it does not lead to a person', async () => {
    const other = scene({ kind: 'patient', id: 'p2' })
    await other.link.take()
    await other.link.open()
    const role = scene({ kind: 'patient', id: 'p1' }, { included: false })
    await role.link.take()
    await role.link.open()
    expect([other.went, role.went]).toEqual([[], []])
    expect([...other.said, ...role.said]).toEqual([
      expect.stringContaining('not among the people in view'),
      expect.stringContaining('Your role does not include')
    ])
  })
})
