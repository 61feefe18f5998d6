import { expect, it } from 'vitest'
import { saveDraft } from '../../../../src-renderer/screens/cql/save-draft.ts'
import type { App } from '../../../../src-renderer/state/app.ts'
import type { ContentClient } from '../../../../src-renderer/workers/content/content-client.ts'
import type { DraftMeasure } from '../../../../src-renderer/workers/measures/draft-protocol.ts'
import { installedMeasure } from '../../../support/installed-measure.ts'

/** The parts of the program that take a draft, and what each of them was given. */
function receiving() {
  const documents: { readonly draft: DraftMeasure; readonly title: string }[] = []
  const calls: [name: string, input: unknown][] = []
  const app = {
    store: {
      measureResource: async () => ({ resourceType: 'Measure', version: '1.0.0', title: 'Installed' }),
      draftDocument: async (draft: DraftMeasure, title: string) => {
        documents.push({ draft, title })
        return {}
      }
    },
    measures: { refresh: async () => undefined, installed: [installedMeasure('new', { pack: 'pack-2' })] },
    transport: {
      call: async (name: string, input: unknown) => {
        calls.push([name, input])
        return name === 'content.upload' ? { draft: 'draft-1', url: '/upload/1' } : { id: 'pack-2' }
      }
    }
  }
  const worker = { api: { hold: async () => ({ title: 'facts' }), send: async () => undefined } }
  const save = (draft: DraftMeasure, version: string) =>
    saveDraft(app as unknown as App, worker as unknown as ContentClient, draft, 'Mine', version)
  return { save, documents, calls }
}

const library = { name: 'L', version: '1.0.0', cql: 'library L', elm: {} }

it.each([
  ['an installed measure', { base: 'first', measure: undefined, library }],
  ['a new measure', { base: 'first', measure: { resourceType: 'Measure', version: '0.0.0' }, library }]
])('%s is saved under the version that was chosen, as a pack of its own', async (_, draft) => {
  const { save, documents, calls } = receiving()
  const saved = await save(draft, '2.5.0')
  expect(documents.map(({ title }) => title)).toEqual(['Mine 2.5.0'])
  expect(documents[0]!.draft.measure).toMatchObject({ resourceType: 'Measure', version: '2.5.0' })
  expect(documents[0]!.draft.library).toBe(library)
  expect(calls).toEqual([
    ['content.upload', { facts: { title: 'facts' } }],
    ['content.commit', { draft: 'draft-1' }]
  ])
  expect(saved?.pack).toBe('pack-2')
})
