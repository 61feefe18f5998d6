import { join } from 'node:path'
import { expect, it } from 'vitest'
import { bundledProgram } from '../support/bundled-program.ts'
import { keepTexts, testStore, textOf } from '../support/snapshot-store.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { stride } from '../support/test-budget.ts'
import { killedChild } from './killed-child.ts'

const eraser = await bundledProgram(new URL('./erase-child.ts', import.meta.url))

const line = (id: string): string => `${JSON.stringify({ resourceType: 'Patient', id })}\n`

/** Erases until it is killed. @returns whether it came to the end, and what is left of each snapshot, by its label */
async function killedAt(atCall: number): Promise<{ readonly isDone: boolean; readonly left: readonly string[] }> {
  const data = temporaryFolder()
  const folder = join(data, 'snapshots')
  const before = await testStore(folder)
  for (const label of ['October', 'November'])
    await keepTexts(await before.store.begin(0), label, { 'Patient.ndjson': line('erased') + line(label) })
  await before.release()
  const said = await killedChild(eraser, data, { atCall })

  const { store, release } = await testStore(folder)
  const left: string[] = []
  for (const { id, facts } of await store.list()) {
    const snapshot = await store.open(id)
    const text = await textOf(await snapshot.raw(0))
    expect([line(facts!.label), line('erased') + line(facts!.label)]).toContain(text)
    left.push(`${facts!.label}${text!.includes('erased') ? ' with the person' : ''}`)
    await snapshot.close()
  }
  await release()
  return { isDone: said.includes('done'), left: left.sort() }
}

it(
  `an erasure that is killed leaves one copy of each snapshot, at 1 of ${stride} calls`,
  { timeout: 3_600_000 },
  async () => {
    const seen = new Set<string>()
    for (let call = 0; ; call += stride) {
      const { isDone, left } = await killedAt(call)
      expect(left.map((each) => each.replace(' with the person', ''))).toEqual(['November', 'October'])
      seen.add(left.join(', '))
      if (!isDone) continue
      expect(left).toEqual(['November', 'October'])
      break
    }
    expect(seen.size).toBeGreaterThan(1)
  }
)
