import { flushCompileCache } from 'node:module'
import { dirname, join } from 'node:path'
import { takeShared, wordOf, wordParts } from '../support/saved-parts.ts'
import { keepTexts, testStore } from '../support/snapshot-store.ts'

// Keeps the parts of a population in a snapshot, and others in their place, without end until it is killed.
// Says which were kept: after that line these or later ones must be there. Those of a new snapshot are there before it is ready.
const [folder] = process.argv.slice(2)
const { store } = await testStore(folder!)
flushCompileCache()
const [known] = await store.list()
const id = known?.id ?? (await keepTexts(await store.begin(0), 'large', { 'a.ndjson': '{}\n' }))
const snapshot = await store.open(id)
const before = Number((await wordOf(snapshot)) ?? 0)
if (before === 0) await keep(1)
process.stdout.write('ready\n')
for (let round = Math.max(before, 1) + 1; ; round += 1) {
  await keep(round)
  process.stdout.write(`kept ${round}\n`)
}

async function keep(round: number): Promise<void> {
  const parts = await wordParts(join(dirname(folder!), 'work'), String(round), 1 + (round % 4))
  // What a later population has of the one before is linked, not written.
  await takeShared(parts, snapshot)
  await snapshot.replaceShards(parts.address().files)
  await parts.close()
}
