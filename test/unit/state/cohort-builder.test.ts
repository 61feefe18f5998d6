import { describe, expect, it } from 'vitest'
import { COHORT_FORMAT, type CohortDefinition } from '#engine/cohorts/definition/cohort-definition.ts'
import type { SavedCohort } from '#engine/cohorts/definition/walk-definition.ts'
import type { Cohort } from '#engine/cohorts/members/cohorts.ts'
import {
  CohortBuilder,
  type CohortBuilderDependencies
} from '../../../src-renderer/state/cohorts/cohort-builder.svelte.ts'
import { draftDisk, editorApp } from '../screens/editors/editor-app.ts'

const named = (title: string): CohortDefinition => ({ format: COHORT_FORMAT, title, steps: [] })

/** A builder over a page with one saved cohort, whose store saves when the test lets it. */
async function openBuilder() {
  const { drafts } = await editorApp(draftDisk(), {})
  const saved = new Map([['women', named('Women')]])
  const waiting: (() => void)[] = []
  let created = 0
  const put = async ({ id, definition }: SavedCohort): Promise<Cohort> => {
    await new Promise<void>((resolve) => waiting.push(resolve))
    saved.set(id, definition)
    return { id, definition, title: definition.title, people: 1 } as Cohort
  }
  const cohorts = {
    find: (id: string) => saved.has(id) && { id, definition: saved.get(id) },
    put,
    create: (definition: CohortDefinition) => put({ id: `new-${++created}`, definition })
  }
  const parts = { store: {}, drafts, cohorts }
  const builder = new CohortBuilder(parts as unknown as CohortBuilderDependencies)
  /** Lets the store finish what it saves. */
  const finish = async (): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve))
    waiting.shift()?.()
  }
  const titles = () => [...saved].map(([id, { title }]) => [id, title])
  return { builder, drafts, finish, titles }
}

describe('the cohort that is being built', () => {
  it('is saved once, also where it is saved and changed again before that is done', async () => {
    const { builder, drafts, finish, titles } = await openBuilder()
    builder.begin(named('Men'))
    const saving = [builder.save(), builder.save()]
    builder.change(named('Men over 40'))
    await finish()
    await saving[0]
    expect([builder.id, builder.isChanged]).toEqual(['new-1', true])
    await finish()
    await saving[1]
    expect(titles()).toEqual([
      ['women', 'Women'],
      ['new-1', 'Men']
    ])
    // What was changed meanwhile is saved by the next time, and is there after a reload.
    expect(builder.definition.title).toBe('Men over 40')
    expect(drafts.readValue('cohort-builder', 1)).toEqual({ id: 'new-1', definition: named('Men over 40') })
  })

  it('that is opened while another one is being saved keeps its own id and definition', async () => {
    const { builder, finish, titles } = await openBuilder()
    builder.begin(named('Men'))
    const saving = builder.save()
    builder.open('women')
    await finish()
    await saving
    expect([builder.id, builder.definition.title, builder.isChanged]).toEqual(['women', 'Women', false])
    builder.change(named('Women over 40'))
    const again = builder.save()
    await finish()
    await again
    expect(titles()).toEqual([
      ['women', 'Women over 40'],
      ['new-1', 'Men']
    ])
    builder.open('new')
    expect(builder.definition.title).toBe('New cohort')
  })
})
