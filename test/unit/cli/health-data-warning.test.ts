import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runPopulus, type CommandOutcome } from '../../support/populus-command.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const warning = 'health data in the clear'
const people = ['a', 'b'].map((id) => ({ resourceType: 'Patient', id, gender: 'female', birthDate: '1960-01-01' }))
const cohort = {
  format: 1,
  title: 'Women',
  index: { pick: 'first', event: { domain: 'condition' } },
  steps: [{ type: 'filter', dimension: 'sex', values: ['female'] }]
}

/** A population, a cohort, and a name for a file of results. */
function place(): { readonly data: string; readonly definition: string; readonly out: string } {
  const folder = temporaryFolder()
  const [data, definition, out] = ['data.ndjson', 'cohort.json', 'out.file'].map((name) => join(folder, name))
  writeFileSync(data!, people.map((each) => JSON.stringify(each)).join('\n'))
  writeFileSync(definition!, JSON.stringify(cohort))
  return { data: data!, definition: definition!, out: out! }
}

const populus = (...words: string[]): Promise<CommandOutcome> => runPopulus(words, { POPULUS_DATA: temporaryFolder() })

const times = (text: string): number => text.split(warning).length - 1

describe('the warning that a file will hold health data', () => {
  it('stands where the file has people, and once', async () => {
    const { data, definition, out } = place()
    const counted = await populus('cohort', data, '--definition', definition, '--out', out)
    expect([counted.code, times(counted.err), existsSync(out)]).toEqual([0, 1, true])
    const limited = await populus('deidentify', data, '--profile', 'limited', '--out', `${out}.zip`)
    expect([limited.code, times(limited.err), existsSync(`${out}.zip`)]).toEqual([0, 1, true])
  })

  it('does not stand where the file has counts only, or nothing that identifies anybody', async () => {
    const { data, out } = place()
    for (const [index, words] of [
      ['risk', data],
      ['pack', 'make', data, '--series', 'network'],
      ['deidentify', data, '--profile', 'safe-harbor']
    ].entries()) {
      const { code, err } = await populus(...words, '--out', `${out}${index}`)
      expect([words, code, times(err), existsSync(`${out}${index}`)]).toEqual([words, 0, 0, true])
    }
  })

  it('does not stand where no file is made', async () => {
    const { definition, out } = place()
    const { code, err } = await populus('cohort', join(out, 'nowhere'), '--definition', definition, '--out', out)
    expect([code === 0, times(err), existsSync(out)]).toEqual([false, 0, false])
  })
})
