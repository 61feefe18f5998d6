import { expect, it } from 'vitest'
import {
  exportOnce,
  shownResources,
  smallHistory,
  startSandbox,
  trueResources
} from '../../integration/bulk/sandbox.ts'

it('a file that unpacks without end is asked for once, and the others are stored', async () => {
  const sandbox = await startSandbox({ faults: [{ at: 'file', kind: 'gzip-bomb' }] })
  const { result, folder } = await exportOnce(sandbox)
  expect(result.state).toBe('partial')
  const problems = result.issues.filter(({ severity }) => severity !== 'information').map(({ text }) => text)
  expect(problems.filter((text) => text.includes('far more than health data do'))).toHaveLength(1)
  const asked = sandbox.server.seen.filter(({ path }) => path.includes('/files/')).map(({ path }) => path)
  expect(new Set(asked).size).toBe(asked.length)
  const [shown, truth] = [await shownResources(folder), await trueResources(smallHistory())]
  expect(shown.size).toBeGreaterThan(0)
  expect(shown.size).toBeLessThan(truth.size)
  for (const [key, line] of shown) expect(line, key).toBe(truth.get(key))
})
