import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { rewriteSealedJournal } from '../../../src-main/storage/sealed/rewrite-journal.ts'
import { openSealedJournal, readSealedJournal } from '../../../src-main/storage/sealed/sealed-journal.ts'
import { diskFiles, type StoreFiles } from '../../../src-main/storage/sealed/store-files.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** Files whose calls fail from one of them on, as where the program was killed. */
function failingFrom(call: number): { readonly files: StoreFiles; readonly calls: () => number } {
  let calls = 0
  const files = new Proxy(diskFiles, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver)
      if (typeof member !== 'function') return member
      return (...args: unknown[]): unknown => {
        if (calls++ >= call) throw new Error('killed')
        return Reflect.apply(member, target, args)
      }
    }
  })
  return { files, calls: () => calls }
}

it('a journal that is rewritten is the old one or the new one, wherever the program is killed, and never cut', async () => {
  const key = randomBytes(32)
  const [first, second] = [Buffer.from('first'), Buffer.from('second')]
  let end = Infinity
  for (let call = 0; call < end; call++) {
    const path = join(temporaryFolder(), 'journal.sealed')
    const { journal } = await openSealedJournal({ path, key, files: diskFiles, now: () => 0 })
    await journal.append(first)
    await journal.append(second)
    const { files, calls } = failingFrom(call)
    const done = await rewriteSealedJournal({ path, key, files, now: () => 0 }, [second]).then(
      () => true,
      () => false
    )
    if (done) end = calls()
    const { records, cut } = await readSealedJournal({ path, key, files: diskFiles })
    const texts = records.map(String)
    expect(cut, `killed before call ${call}`).toBe(false)
    expect(done ? [['second']] : [['first', 'second'], ['second']]).toContainEqual(texts)
    const again = await openSealedJournal({ path, key, files: diskFiles, now: () => 0 })
    expect([again.records.map(String), again.journal.cut]).toEqual([texts, false])
    // A rewrite that was killed can be done again.
    await rewriteSealedJournal({ path, key, files: diskFiles, now: () => 0 }, [second])
    expect((await readSealedJournal({ path, key, files: diskFiles })).records.map(String)).toEqual(['second'])
  }
  expect(end).toBeLessThan(Infinity)
})
