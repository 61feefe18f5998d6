import { describe, expect, it } from 'vitest'
import { COHORT_FORMAT } from '#engine/cohorts/definition/cohort-definition.ts'
import type { Cohort } from '#engine/cohorts/members/cohorts.ts'
import { CohortsState, type CohortsDependencies } from '../../../src-renderer/state/cohorts/cohorts.svelte.ts'
import { draftDisk, editorApp } from '../screens/editors/editor-app.ts'

/** The cohorts of a page, and the counts that it asked for, which the test answers. */
async function openCohorts() {
  const asked: (PromiseWithResolvers<readonly Cohort[]> & { readonly asOf: number })[] = []
  const store = {
    cohorts(asOf: number) {
      const question = { ...Promise.withResolvers<readonly Cohort[]>(), asOf }
      asked.push(question)
      return question.promise
    }
  }
  const { drafts } = await editorApp(draftDisk(), {})
  const session: { loaded: object | undefined; refreshSummary: () => Promise<void> } = {
    loaded: { kind: 'files', label: 'Test', report: { files: [] } },
    refreshSummary: async () => undefined
  }
  const context = { asOf: 1 }
  const parts = { drafts, store, session, context, panels: { refresh: () => undefined }, toasts: {} }
  const cohorts = new CohortsState(parts as unknown as CohortsDependencies)
  return { cohorts, asked, session, context }
}

const cohort = (people: number): Cohort => ({ id: 'K-1', title: 'Women', people }) as Cohort

describe('the cohorts of a page', () => {
  it('are those of the date that was asked for last, whichever is counted last', async () => {
    const { cohorts, asked, context } = await openCohorts()
    const first = cohorts.refresh()
    context.asOf = 2
    const second = cohorts.refresh()
    expect(asked.map(({ asOf }) => asOf)).toEqual([1, 2])
    asked[1]!.resolve([cohort(20)])
    await second
    asked[0]!.resolve([cohort(10)])
    await first
    expect(cohorts.list).toEqual([cohort(20)])
  })

  it('have another version when the list has what changed', async () => {
    const { cohorts, asked } = await openCohorts()
    const women: Cohort = { ...cohort(20), definition: { format: COHORT_FORMAT, title: 'Women', steps: [] } }
    const adding = cohorts.added(women)
    const { version } = cohorts
    asked[0]!.resolve([women])
    await adding
    expect(cohorts.find('K-1')).toEqual(women)
    expect(cohorts.version).toBeGreaterThan(version)
  })

  it('go with the data, also where they are being counted', async () => {
    const { cohorts, asked, session } = await openCohorts()
    const counting = cohorts.refresh()
    session.loaded = undefined
    await cohorts.refresh()
    asked[0]!.resolve([cohort(10)])
    await counting
    expect(cohorts.list).toEqual([])
  })
})
