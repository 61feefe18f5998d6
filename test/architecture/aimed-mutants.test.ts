import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { applyAimed, readAimedMutations } from '../mutation/aimed.ts'
import { mutationsOf } from '../mutation/operators.ts'

const root = resolve(import.meta.dirname, '../..')
const mutations = readAimedMutations()

describe('the list of aimed mutants', () => {
  it('has names that tell them apart', () => {
    expect(new Set(mutations.map(({ name }) => name)).size).toBe(mutations.length)
  })

  it.each(mutations)('fits the code and names its tests: $name', (mutation) => {
    const text = readFileSync(join(root, mutation.file), 'utf8')
    const changed = applyAimed(text, mutation)
    expect(changed, `update the text that it replaces in ${mutation.file}`).toBeDefined()
    expect(changed).not.toBe(text)
    if (mutation.equivalent === undefined) expect(mutation.tests.length).toBeGreaterThan(0)
    for (const test of mutation.tests) expect(existsSync(join(root, test)), test).toBe(true)
  })
})

describe('random mutants', () => {
  it('change the program, and neither its types nor the messages of its errors', () => {
    const text = [
      "import { a } from './a.ts'",
      'export function f(n: number): number {',
      "  if (n < 1) throw new Error('n' + n)",
      '  return n > 2 ? n + 1 : 0',
      '}'
    ].join('\n')
    expect(mutationsOf(text).map(({ line, operator }) => `${line} ${operator}`)).toEqual([
      '3 condition turned round',
      '3 < to <=',
      '3 < to >',
      '3 1 plus 1',
      '4 condition turned round',
      '4 > to >=',
      '4 > to <',
      '4 2 plus 1',
      '4 + to -',
      '4 1 plus 1',
      '4 0 plus 1'
    ])
  })
})
