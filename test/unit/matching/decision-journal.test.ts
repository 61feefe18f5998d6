import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { decisionsIn } from '#shared/contract/matching.ts'
import {
  decisionJournal,
  knownDecisions,
  matchDecisionsFile
} from '../../../src-main/services/matching/decision-journal.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { quickKeyring } from '../../support/quick-keyring.ts'

const passphrase = 'four unlikely plain words'

function opened(data = temporaryFolder()) {
  const keyring = quickKeyring(join(data, 'keyring.json'))
  let next = 0
  const journal = decisionJournal({
    data,
    keyring,
    clock: { now: () => 0 },
    random: { token: () => `decision-${next++}` },
    author: 'somebody'
  })
  return { data, keyring, journal, path: join(data, matchDecisionsFile) }
}

describe('the journal of decisions about people', () => {
  it('is sealed, survives a restart, and forgets nothing', async () => {
    const { data, keyring, journal, path } = opened()
    await expect(journal.add({ kind: 'same', left: 'canary-1@a', right: '2@b' })).rejects.toMatchObject({
      reason: 'locked'
    })
    await keyring.create(passphrase)
    const { id } = await journal.add({ kind: 'same', left: 'canary-1@a', right: '2@b' })
    await journal.add({ kind: 'apart', left: '2@b', right: '3@c' })
    await journal.add({ kind: 'undo', of: id })
    await expect(journal.add({ kind: 'undo', of: id })).rejects.toMatchObject({ code: 'not-found' })
    expect(readFileSync(path).toString('latin1')).not.toContain('canary')
    const again = opened(data)
    expect(await again.journal.read()).toEqual({ state: 'locked', entries: [] })
    await again.keyring.unlock(passphrase)
    const { entries } = await again.journal.read()
    expect(entries.map(({ kind, by }) => [kind, by])).toEqual([
      ['same', 'somebody'],
      ['apart', 'somebody'],
      ['undo', 'somebody']
    ])
    expect(decisionsIn(entries).map(({ left, right, same }) => [left, right, same])).toEqual([['2@b', '3@c', false]])
  })

  it('has what several programs add at once', async () => {
    const { data, keyring, journal } = opened()
    await keyring.create(passphrase)
    const other = opened(data)
    await other.keyring.unlock(passphrase)
    const choices = Array.from(
      { length: 6 },
      (_, index) => ({ kind: 'same', left: `${index}@a`, right: '2@b' }) as const
    )
    await Promise.all(choices.map((choice, index) => (index % 2 === 0 ? journal : other.journal).add(choice)))
    const { entries } = await journal.read()
    expect(entries.map((entry) => (entry.kind === 'undo' ? '' : entry.left)).sort()).toEqual(
      choices.map(({ left }) => left)
    )
  })

  it('takes nothing while it is damaged, and joins nobody then', async () => {
    const { keyring, journal, path } = opened()
    await keyring.create(passphrase)
    writeFileSync(path, 'not sealed')
    expect((await journal.read()).state).toBe('damaged')
    await expect(journal.add({ kind: 'same', left: '1@a', right: '2@b' })).rejects.toMatchObject({
      code: 'not-allowed'
    })
    expect(() => knownDecisions({ state: 'damaged', entries: [] })).toThrow('changed outside')
  })

  it('lets the last decision about a pair hold', () => {
    const stamp = { at: '', by: '' }
    const entries = [
      { ...stamp, id: 'decision-1', kind: 'same' as const, left: 'a', right: 'b' },
      { ...stamp, id: 'decision-2', kind: 'apart' as const, left: 'b', right: 'a' }
    ]
    expect(decisionsIn(entries).map(({ id, same }) => [id, same])).toEqual([['decision-2', false]])
    const undone = [...entries, { ...stamp, id: 'decision-3', kind: 'undo' as const, of: 'decision-2' }]
    expect(decisionsIn(undone).map(({ id }) => id)).toEqual(['decision-1'])
  })
})
