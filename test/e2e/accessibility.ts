import type { Page } from '@playwright/test'
import axe from 'axe-core'
import { expect } from './expectations.ts'

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
  // What is being calculated again is dimmed for a moment, and has too little contrast then. What stays so fails here.
  await expect(page.locator('.dimmed')).toHaveCount(0)
  // Its half megabyte of source is read once in each page.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source)
  const runOnly: axe.RunOnly =
    rules === 'everything' ? { type: 'tag', values: everything } : { type: 'rule', values: ofColors }
  // Pages have no frames of other origins, so one run in the page itself is enough; only what is broken is described.
  return page.evaluate(
    async ({ runOnly, within }) => {
      const { run } = (globalThis as unknown as { readonly axe: Pick<typeof axe, 'run'> }).axe
      const { gc: collectGarbage } = globalThis as { readonly gc?: (how: { readonly type: 'minor' }) => void }
      const isDimmed = (): boolean => document.querySelector('.dimmed') !== null
      for (;;) {
        while (isDimmed()) await new Promise(requestAnimationFrame)
        let wasDimmed = false
        // Results of measures arrive whenever they are ready, also while axe looks at the page: it looks again then.
        const watch = new MutationObserver(() => (wasDimmed ||= isDimmed()))
        watch.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['class'] })
        const { violations } = await run(within ?? document, { resultTypes: ['violations'], runOnly })
        watch.disconnect()
        // What axe looked at stays known to the page, and is told of each change, until garbage is collected.
        collectGarbage?.({ type: 'minor' })
        if (!wasDimmed)
          return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
      }
    },
    { runOnly, within }
  )
}
