import { boardTests } from './boards.ts'
import { costTests } from './cost.ts'
import { figureTests } from './figures.ts'
import { filterTests } from './filters.ts'
import { fitnessTests } from './fitness.ts'
import { test } from './fixtures.ts'

// They share one page.
test.describe.configure({ mode: 'default' })

// Panels on two cores show what they show on one.
test.use({ cores: 2 })

test.describe('filters', filterTests)
test.describe('figures', figureTests)
test.describe('cost', costTests)
test.describe('fitness', fitnessTests)
test.describe('boards', boardTests)
