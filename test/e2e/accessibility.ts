import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const everything = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** The rules whose outcome may change when nothing but colors does. */
const ofColors = ['color-contrast', 'link-in-text-block']

/**
 * What axe finds on the page as it stands: the rule and where it is broken.
 *
 * @param rules `colors` asks only the rules about colors: for a page that was asked everything in another look
 * @param within selector of the part that is asked, where the rest was asked before
 */
export async function findings(
  page: Page,
  rules: 'everything' | 'colors' = 'everything',
  within?: string
): Promise<string[]> {
  // What is being calculated again is dimmed for a moment, and has too little contrast then.
  await expect(page.locator('.dimmed')).toHaveCount(0)
  // Its half megabyte of source is read once in each page.
  const isThere = await page.evaluate(() => 'axe' in globalThis)
  // Pages have no frames of other origins, so one run in the page itself is enough; what passed need not be described.
  const axe = new AxeBuilder({ page, ...(isThere ? { axeSource: '0' } : {}) })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
  if (within !== undefined) axe.include(within)
  const { violations } = await (rules === 'everything' ? axe.withTags(everything) : axe.withRules(ofColors)).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}
