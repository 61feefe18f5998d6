import { expect, test } from 'vitest'
import { budgeted } from '../../support/test-budget.ts'
import { samples } from './samples.ts'
import { createRandom } from './random.ts'
import { mutatedLine } from './mutate.ts'
import { createDifferential } from './differential.ts'

/** Resources in one file. */
const BATCH = 60
/** Mutated resources; the environment variable asks for another number. */
const budget = Number(process.env['POPULUS_FUZZ'] ?? budgeted(36_000))
const firstSeed = Number(process.env['POPULUS_FUZZ_SEED'] ?? 1)

test('the scanner and the general path say the same of mutated resources', { timeout: 24 * 3_600_000 }, async () => {
  const differential = createDifferential()
  const resources = await samples()
  const batches = Math.ceil(budget / BATCH)
  for (let batch = 0; batch < batches; batch++) {
    const random = createRandom(firstSeed + batch)
    // Some files have one type, so that lines without the usual first member are taken as well.
    const pool = random.chance(0.5) ? resources.all : resources.byType[random.below(resources.byType.length)]!
    const lines = Array.from({ length: BATCH }, () => mutatedLine(random.pick(pool), random))
    const found = await differential.run(lines, random)
    if (found === undefined) continue
    const small = await differential.shrink(lines)
    expect.fail(
      `seed ${firstSeed + batch}: ${found}\n${small.difference}\n${small.lines.map((line) => Buffer.from(line).toString('latin1')).join('\n')}`
    )
  }
  // The comparison means something only when the scanner takes its share.
  expect(differential.scanned().share).toBeGreaterThan(0.25)
  console.info(
    `scanner: ${batches * BATCH} mutated resources, ${Math.round(differential.scanned().share * 100)} % taken by the scanner`
  )
})
