import { expect, test } from './fixtures.ts'

test('the sample can be given up on its way, and comes again after the page was loaded again', async ({ app }) => {
  const overview = app.getByRole('heading', { name: 'Overview', level: 1 })
  const start = app.getByRole('heading', { name: 'Start with data', level: 1 })
  await app.getByRole('button', { name: 'Load sample' }).click()
  await app.getByRole('button', { name: 'Cancel', exact: true }).click()
  await expect(start).toBeVisible()
  for (let round = 0; round < 2; round += 1) {
    await app.getByRole('button', { name: 'Load sample' }).click()
    await expect(overview).toBeVisible()
    await expect(app.locator('body')).toContainText('of 100 people')
    await app.reload()
    await expect(start).toBeVisible()
    await expect(app.getByRole('alert')).toBeHidden()
  }
})
