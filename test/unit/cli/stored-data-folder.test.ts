import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runPopulus } from '../../support/populus-command.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** The command lines that work on what is stored; OUT… is a file or folder that they would write. */
const commands = [
  ['audit'],
  ['audit', '--verify'],
  ['audit', '--sink-state'],
  ['published'],
  ['definitions', '--state', 'draft'],
  ['match', '--journal'],
  ['subject', '--person', 'p1', '--reason', 'R', '--out', 'OUT-subject'],
  ['incident', '--evidence', 'OUT-evidence'],
  ['erase', '--person', 'p1', '--confirm', 'p1', '--reason', 'R', '--certificate', 'OUT.json'],
  ['erase', '--everything', '--confirm', 'EVERYTHING', '--reason', 'R', '--certificate', 'OUT.json']
]

describe('a data folder that does not exist', () => {
  it.each(commands)('is refused by name, and nothing is made: %s', async (...words) => {
    const [out, above] = [temporaryFolder(), temporaryFolder()]
    const data = join(above, 'mistyped')
    const line = words.map((word) => (word.startsWith('OUT') ? join(out, word) : word))
    const { code, out: text, err } = await runPopulus([...line, '--data', data])
    expect([code, text]).toEqual([2, ''])
    expect(err).toContain(`There is no data folder ${data}.`)
    expect([existsSync(data), readdirSync(above), readdirSync(out)]).toEqual([false, [], []])
  })

  it('is refused where the environment names it', async () => {
    const data = join(temporaryFolder(), 'mistyped')
    const { code, err } = await runPopulus(['audit'], { POPULUS_DATA: data })
    expect([code, err.includes(data), existsSync(data)]).toEqual([2, true, false])
  })
})

describe('a folder of something else', () => {
  it.each(commands.filter(([name]) => name !== 'definitions'))(
    'is refused by name, and nothing is made in it: %s',
    async (...words) => {
      const [out, data] = [temporaryFolder(), temporaryFolder()]
      const line = words.map((word) => (word.startsWith('OUT') ? join(out, word) : word))
      for (const before of [[], ['notes.txt']]) {
        for (const name of before) writeFileSync(join(data, name), '')
        const { code, out: text, err } = await runPopulus([...line, '--data', data])
        expect([code, text]).toEqual([2, ''])
        expect(err).toContain(`Nothing of Populus is in the folder ${data}.`)
        expect([readdirSync(data), readdirSync(out)]).toEqual([before, []])
      }
    }
  )
})

describe('a data folder with nothing in it', () => {
  it.each([
    [['audit'], 'No records.\n'],
    [['published'], 'No published counts.\n'],
    [['definitions', '--state', 'draft', '--id', 'nothing'], 'No definitions.\n'],
    [['match', '--journal'], 'No decisions.\n']
  ])('says so next to the empty output: %s', async (line, sentence) => {
    const data = temporaryFolder()
    mkdirSync(join(data, 'snapshots'))
    const { code, out, err } = await runPopulus([...line, '--data', data])
    expect([code, out, err]).toEqual([0, '', sentence])
  })
})
