import { flushCompileCache } from 'node:module'
import { dirname, join } from 'node:path'
import { wordOf, wordParts } from '../support/saved-parts.ts'
import { keepTexts, testStore } from '../support/snapshot-store.ts'

// Keeps the parts of a population in a snapshot, and others in their place, without end until it is killed.
// Says which were kept: after that line these or later ones must be there.
const [folder] = process.argv.slice(2)
const { store } = await testStore(folder!)
flushCompileCache()
process.stdout.write('ready\n')
const [known] = await store.list()
const id = known?.id ?? (await keepTexts(await store.begin(0), 'large', { 'a.ndjson': '{}\n' }))
const snapshot = await store.open(id)
const before = Number((await wordOf(snapshot)) ?? 0)
for (let round = before + 1; ; round += 1) {
  const parts = await wordParts(join(dirname(folder!), 'work'), String(round), 1 + (round % 4))
  await snapshot.replaceShards(parts.address().files)
  process.stdout.write(`kept ${round}\n`)
  await parts.close()
}
