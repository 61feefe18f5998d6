import { expect, it } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import { publishedKey } from '#shared/governance/published-count.ts'
import { reportToPreview, type ComputedReport } from '../../../src-renderer/screens/boards/report-run.ts'
import type { ReportDocument } from '../../../src-renderer/board-reports/report-document.ts'
import { BackgroundTasks } from '../../../src-renderer/state/feedback/background-tasks.svelte.ts'
import { fakeTransport, type FakeAnswers } from '../../support/fake-transport.ts'
import { peopleCount } from '../../support/published-register.ts'

const north = peopleCount(93, { practice: 'north' })
const report: ComputedReport = {
  build: (release) => ({ title: release.hidesCount(north) ? 'suppressed' : '93' }) as ReportDocument
}

function preview(answers: FakeAnswers) {
  const transport = fakeTransport(answers)
  const app = { transport, tasks: new BackgroundTasks(), session: {} } as unknown as Parameters<
    typeof reportToPreview
  >[0]
  return { transport, shown: reportToPreview(app, report, 'North') }
}

it('the preview of a report withholds what the file would, and nothing is entered', async () => {
  const { transport, shown } = preview({
    'published.compare': ({ counts }) => ({ withheld: counts.map(publishedKey), small: 0 })
  })
  expect((await shown).title).toBe('suppressed')
  expect(transport.calls.map(([name]) => name)).toEqual(['published.compare'])
})

it('the preview of a report shows what may leave', async () => {
  expect((await preview({ 'published.compare': () => ({ withheld: [], small: 0 }) }).shown).title).toBe('93')
})

it('the preview of a report says why it could not leave', async () => {
  const { shown } = preview({
    'published.compare': () => Promise.reject(new AppError('not-allowed', 'It would tell.'))
  })
  await expect(shown).rejects.toThrow('It would tell.')
})
