import { setTimeout } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createStoredResults } from '../../../src-main/services/content/stored-results.ts'
import { keepTexts, testStore, textOf } from '../../support/snapshot-store.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** Results that two windows send at the same time, in pieces that come one by one. */
async function* slowly(letter: string, pieces: number): AsyncGenerator<Uint8Array> {
  for (let piece = 0; piece < pieces; piece++) {
    await setTimeout(2)
    yield Buffer.from(letter.repeat(300_000))
  }
}

it('results that are sent at the same time do not mix: those of one are stored, whole', async () => {
  const { store, release } = await testStore(temporaryFolder())
  const id = await keepTexts(await store.begin(0), 'a', { 'Patient.ndjson': '{}\n' })
  const results = createStoredResults(store)
  await Promise.all([results.replace(id, slowly('a', 3)), results.replace(id, slowly('b', 9))])
  const text = await textOf(await results.read(id))
  expect([text!.length, new Set(text).size]).toEqual([text!.startsWith('a') ? 900_000 : 2_700_000, 1])
  await release()
})
