import { flushCompileCache } from 'node:module'
import { failingFiles } from '../fault/failing-files.ts'
import { keepTexts, testStore } from '../support/snapshot-store.ts'

// Keeps and deletes snapshots without end until it is killed, or kills itself at the call that it was told.
// Says each snapshot that it kept or deleted: after that line it must be there, or gone.
const [folder, lastCall] = process.argv.slice(2)
let call = 0
const { store } = await testStore(
  folder!,
  failingFiles(() => {
    if (lastCall !== undefined && call++ === Number(lastCall)) process.kill(process.pid, 'SIGKILL')
  })
)
// Whoever is killed leaves no compiled code behind for the next one.
flushCompileCache()
process.stdout.write('ready\n')
const kept = (await store.list()).map(({ id }) => id)
for (let round = 0; ; round += 1) {
  const text = '{"resourceType":"Patient"}\n'.repeat(1 + ((round * 7919) % 30_000))
  const id = await keepTexts(await store.begin(0), text.length.toString(), { 'a.ndjson': text, 'b.ndjson': text }, text)
  process.stdout.write(`kept ${id}\n`)
  kept.push(id)
  if (kept.length < 4) continue
  const oldest = kept.shift()!
  process.stdout.write(`deleting ${oldest}\n`)
  await store.delete(oldest)
  process.stdout.write(`deleted ${oldest}\n`)
}
