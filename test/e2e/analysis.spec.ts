import { cohortTests } from './cohorts.ts'
import { exploreTests } from './explore.ts'
import { test } from './fixtures.ts'
import { sqlTests } from './sql.ts'
import { viewTests } from './views.ts'

// They share one page.
test.describe.configure({ mode: 'default' })

// Columns in shared memory are asked and exported like others. More people than the rows that a view shows at first.
test.use({ cores: 2, samplePatients: 250 })

test.describe('SQL', sqlTests)
test.describe('cohorts', cohortTests)
test.describe('Explore', exploreTests)
test.describe('views', viewTests)
