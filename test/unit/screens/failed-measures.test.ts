import { expect, it } from 'vitest'
import { failedTogether } from '../../../src-renderer/screens/measures/common/failed-measures.ts'

it('the reason that several measures did not run for is said once, with all of them', () => {
  const failed = [
    { measure: 'CBP', reason: 'A worker stopped.' },
    { measure: 'BCS', reason: 'It takes too much.' },
    { measure: 'COL', reason: 'A worker stopped.' }
  ]
  expect(failedTogether(failed)).toEqual([
    { reason: 'A worker stopped.', measures: ['CBP', 'COL'] },
    { reason: 'It takes too much.', measures: ['BCS'] }
  ])
  expect(failedTogether([])).toEqual([])
})
