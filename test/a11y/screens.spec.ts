import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '../e2e/fixtures.ts'

test.use({ runMeasures: true })

const screens = [
  '#/overview',
  '#/overview/signals',
  '#/cost',
  '#/cost/use',
  '#/registry/diabetes',
  '#/registry/diabetes/control',
  '#/registry/diabetes/people',
  '#/registry/diabetes/definition',
  '#/patients',
  '#/patient/5',
  '#/measures',
  '#/measures/units',
  '#/measures/what-if',
  '#/measures/changes',
  '#/measures/reports',
  '#/gaps',
  '#/content',
  '#/content/packs',
  '#/content/runs',
  '#/cql',
  '#/sql',
  '#/views',
  '#/explore',
  '#/data/quality',
  '#/data/connections',
  '#/data/connections/new',
  '#/data/snapshots',
  '#/settings'
]

const looks = [
  { name: 'light', colorScheme: 'light', contrast: 'no-preference' },
  { name: 'dark', colorScheme: 'dark', contrast: 'no-preference' },
  { name: 'light with more contrast', colorScheme: 'light', contrast: 'more' },
  { name: 'dark with more contrast', colorScheme: 'dark', contrast: 'more' }
] as const

const everything = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** A look changes colours and nothing else, so the other rules need to be asked once. */
const ofColours = ['color-contrast', 'link-in-text-block']

for (const { name, ...look } of looks) {
  test(`no accessibility findings on any screen, ${name}`, async ({ app }) => {
    // Two dozen screens, each checked as a whole.
    test.setTimeout(600_000)
    await app.emulateMedia({ ...look, reducedMotion: 'reduce' })
    const found: string[] = []
    const check = async (where: string): Promise<void> => {
      const axe = new AxeBuilder({ page: app })
      const { violations } = await (name === 'light' ? axe.withTags(everything) : axe.withRules(ofColours)).analyze()
      for (const { id, nodes } of violations)
        found.push(`${where}: ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
    }
    await expect(app.getByRole('heading', { level: 1 })).toBeVisible()
    await check('first run')
    await app.getByRole('button', { name: 'Load sample' }).click()
    await expect(app.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible({ timeout: 90_000 })
    await expect(app.getByRole('region', { name: 'Age and sex' }).getByRole('img').first()).toBeVisible()
    for (const screen of screens) {
      await app.evaluate((hash) => {
        location.hash = hash
      }, screen)
      await app.waitForFunction((hash) => location.hash.startsWith(hash), screen)
      await expect(app.getByRole('heading', { level: 1 })).toBeVisible()
      await expect(app.getByText('Calculating…')).toHaveCount(0)
      await check(screen)
    }
    await app.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Connections' }).click()
    for (const tab of await app
      .getByRole('tablist', { name: /^Views of/ })
      .getByRole('tab')
      .all()) {
      await tab.click()
      await expect(app.getByRole('tabpanel')).not.toContainText('Asking the server')
      await check(`connection, ${(await tab.textContent()) ?? ''}`)
    }
    await app.keyboard.press('Control+k')
    await expect(app.getByRole('combobox', { name: 'Search or run a command' })).toBeVisible()
    await check('palette')
    expect(found).toEqual([])
  })
}
