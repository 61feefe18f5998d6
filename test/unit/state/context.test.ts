import { describe, expect, it } from 'vitest'
import { PopulationContext } from '../../../src-renderer/state/navigation/context.svelte.ts'
import { Router } from '../../../src-renderer/state/navigation/router.svelte.ts'
import { fakeHistory } from './fake-history.ts'

const lastDay = 20_757

function start(hash = '#/overview') {
  const history = fakeHistory(hash)
  const router = new Router(history)
  const context = new PopulationContext(router)
  context.reset(lastDay, context.filters)
  return { history, router, context }
}

describe('the context', () => {
  it('is the last day with data and everyone to begin with', () => {
    const { context } = start()
    expect([context.asOf, context.filters]).toEqual([lastDay, []])
  })

  it('is restored by Back and by Forward', () => {
    const { context, router } = start()
    context.filter({ dimension: 'sex', values: ['female'] })
    router.go({ screen: 'patients' })
    context.setAsOf(lastDay - 31)
    router.back()
    expect([context.asOf, router.route.screen]).toEqual([lastDay, 'patients'])
    router.back()
    router.back()
    expect([context.filters, router.route.screen]).toEqual([[], 'overview'])
    router.forward()
    expect(context.filters).toEqual([{ dimension: 'sex', values: ['female'] }])
  })

  it('replaces the filter of a dimension, adds to it on request, and drops an empty one', () => {
    const { context } = start()
    context.filter({ dimension: 'payer', values: ['A'] })
    context.filter({ dimension: 'payer', values: ['B'] })
    expect(context.filterOn('payer')?.values).toEqual(['B'])
    context.filter({ dimension: 'payer', values: ['A', 'B'] }, { add: true })
    expect(context.filterOn('payer')?.values).toEqual(['B', 'A'])
    context.filter({ dimension: 'payer', values: [] })
    expect(context.filters).toEqual([])
  })

  it('takes back changes of filters one by one, whatever screens were opened between', () => {
    const { context, router } = start()
    context.filter({ dimension: 'sex', values: ['female'] })
    router.go({ screen: 'patients' })
    context.filter({ dimension: 'payer', values: ['A'] })
    context.undo()
    expect(context.filters).toEqual([{ dimension: 'sex', values: ['female'] }])
    context.undo()
    expect([context.filters, router.route.screen, context.canUndo]).toEqual([[], 'patients', false])
  })

  it('starts at the last day with data and keeps only the filters that it is given', () => {
    const history = fakeHistory('#/overview?as-of=2026-10-01&filter=sex:female&filter=ward:3')
    const context = new PopulationContext(new Router(history))
    context.reset(
      lastDay,
      context.filters.filter(({ dimension }) => dimension === 'sex')
    )
    expect(context.filters).toEqual([{ dimension: 'sex', values: ['female'] }])
    expect(history.hash).toBe('#/overview?filter=sex:female')
  })
})

describe('the router', () => {
  it('counts its own entries only', () => {
    const { router, history } = start()
    expect([router.canGoBack, router.canGoForward]).toEqual([false, false])
    router.go({ screen: 'settings' })
    router.go({ screen: 'settings' })
    router.back()
    expect([router.canGoBack, router.canGoForward]).toEqual([false, true])
    history.type('#/data/quality')
    expect([router.route.screen, router.canGoBack]).toEqual(['quality', true])
  })

  it('stays where it is when an address leads nowhere', () => {
    const { router, history } = start()
    history.type('#/nowhere')
    expect([router.route.screen, history.hash]).toEqual(['overview', '#/overview'])
  })
})
