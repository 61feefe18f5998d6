import { boardTests } from './boards.ts'
import { cohortTests } from './cohorts.ts'
import { costTests } from './cost.ts'
import { exploreTests, openSavedExploreView, saveExploreView } from './explore.ts'
import { figureTests } from './figures.ts'
import { filterTests } from './filters.ts'
import { fitnessTests } from './fitness.ts'
import { loadSample, test } from './fixtures.ts'
import { sharingTests } from './sharing.ts'
import { sqlTests } from './sql.ts'
import { deleteSavedDefinition, saveDefinition, viewTests } from './views.ts'

// They share one page: first those that only look, and last those that open other data.
test.describe.configure({ mode: 'default' })

// Columns in shared memory are asked and exported like others. More people than the rows that a view shows at first.
test.use({ cores: 2, samplePatients: 250 })

test.describe('filters', filterTests)
test.describe('figures', figureTests)
test.describe('cost', costTests)
test.describe('fitness', fitnessTests)
test.describe('boards', boardTests)
test.describe('SQL', sqlTests)
test.describe('cohorts', cohortTests)
test.describe('Explore', exploreTests)
test.describe('views', viewTests)

test('views that were saved on Explore and in Views are there again after a reload', async ({ loaded: app }) => {
  await saveExploreView(app)
  await saveDefinition(app)
  await app.evaluate(() => {
    location.hash = '#/'
  })
  await app.reload()
  await loadSample(app)
  await openSavedExploreView(app)
  await deleteSavedDefinition(app)
})

test.describe('sharing', sharingTests)
