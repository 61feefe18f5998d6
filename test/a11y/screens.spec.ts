import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '../e2e/fixtures.ts'

const screens = [
  '#/overview',
  '#/registry/diabetes',
  '#/registry/diabetes/control',
  '#/registry/diabetes/people',
  '#/registry/diabetes/definition',
  '#/patients',
  '#/patient/5',
  '#/sql',
  '#/explore',
  '#/data/quality',
  '#/data/connections',
  '#/data/snapshots',
  '#/settings'
]

const looks = [
  { name: 'light', colorScheme: 'light', contrast: 'no-preference' },
  { name: 'dark', colorScheme: 'dark', contrast: 'no-preference' },
  { name: 'light with more contrast', colorScheme: 'light', contrast: 'more' },
  { name: 'dark with more contrast', colorScheme: 'dark', contrast: 'more' }
] as const

for (const { name, ...look } of looks) {
  test(`no accessibility findings on any screen, ${name}`, async ({ app }) => {
    // A dozen screens, each checked as a whole.
    test.setTimeout(300_000)
    await app.emulateMedia({ ...look, reducedMotion: 'reduce' })
    const check = async (where: string): Promise<void> => {
      const { violations } = await new AxeBuilder({ page: app })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
        .analyze()
      const found = violations.map(
        ({ id, nodes }) => `${where}: ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`
      )
      expect(found).toEqual([])
    }
    await expect(app.getByRole('heading', { level: 1 })).toBeVisible()
    await check('first run')
    await app.getByRole('button', { name: 'Load sample' }).click()
    await expect(app.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
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
    await app.evaluate(() => {
      location.hash = '#/overview'
    })
    await app.getByRole('tab', { name: 'Signals' }).click()
    await expect(app.getByRole('region', { name: 'Signals' }).getByRole('radio', { name: /^All/ })).toBeVisible()
    await check('signals')
    await app.keyboard.press('Control+k')
    await expect(app.getByRole('combobox', { name: 'Search or run a command' })).toBeVisible()
    await check('palette')
  })
}
