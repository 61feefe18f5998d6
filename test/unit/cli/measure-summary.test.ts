import { describe, expect, it } from 'vitest'
import { printSummary } from '../../../src-main/cli/measure/print-results.ts'
import type { CommandIo } from '../../../src-main/cli/terminal/command.ts'
import { plainDefinition, plainRun, year2026 } from '../../support/plain-measures.ts'

const definition = plainDefinition('breast-cancer-screening')
const run = plainRun(definition, [
  [1, 1, 0, 0, 1],
  [1, 1, 0, 0, 0]
])

function printed(
  json: boolean,
  missing: Readonly<Record<string, string>>,
  unapplied: Readonly<Record<string, string>> = {},
  limit = 0
): string {
  let text = ''
  const io = { out: (more: string) => void (text += more) } as unknown as CommandIo
  const basis = { patients: 2, missing, unapplied, incomplete: undefined }
  printSummary(
    definition,
    run,
    new Map(),
    basis,
    1,
    { period: year2026, json, smallCells: { limit }, identifying: { revealed: true } },
    io
  )
  return text
}

describe('the result of a measure on the command line', () => {
  const reason = 'no record of mammography in these data'

  it('has the reason in place of a score that cannot be computed', () => {
    const [group] = (JSON.parse(printed(true, { rate: reason })) as { groups: unknown[] }).groups
    expect(group).toMatchObject({ id: 'rate', score: null, cannotCompute: reason })
    expect(printed(false, { rate: reason })).toContain(`cannot be computed: ${reason}`)
  })

  it('shows no small count, and no score that would tell one', () => {
    const result = JSON.parse(printed(true, {}, {}, 10)) as { groups: Record<string, unknown>[]; smallCells: string }
    expect(result.groups[0]).toMatchObject({
      populations: { denominator: '<11', numerator: '<11', 'initial-population': '<11' },
      score: null
    })
    expect(result.smallCells).toContain('Counts of 1 to 10 people are shown as <11')
    expect(printed(false, {}, {}, 10)).toContain('numerator <11')
  })

  it('names exclusions that could not be applied', () => {
    const sentence = 'Exclusions by Mastectomy could not be applied: Procedure is missing from these data.'
    const [group] = (JSON.parse(printed(true, {}, { rate: sentence })) as { groups: unknown[] }).groups
    expect(group).toMatchObject({ id: 'rate', score: 0.5, unappliedExclusions: sentence })
    expect(printed(false, {}, { rate: sentence })).toContain(`rate: ${sentence}`)
  })

  it('has the score, and no reason, where there is one', () => {
    const [group] = (JSON.parse(printed(true, {})) as { groups: Record<string, unknown>[] }).groups
    expect(group).toMatchObject({ id: 'rate', score: 0.5 })
    expect(group).not.toHaveProperty('cannotCompute')
    expect(group).not.toHaveProperty('unappliedExclusions')
  })
})
