import type { Page } from '@playwright/test'
import { expect } from './expectations.ts'

/** Opens a screen whose title is that of its link. */
export async function openScreen(app: Page, name: string): Promise<void> {
  await app.getByRole('navigation', { name: 'Main' }).getByRole('link', { name }).first().click()
  await expect(app.getByRole('heading', { name, level: 1 })).toBeVisible()
}
